/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { createTranslationMessages } from '@backstage/core-plugin-api/alpha';
import { tektonResultsTranslationRef } from './tektonResultsTranslationRef';

/** The texts in German. */
export default createTranslationMessages({
  ref: tektonResultsTranslationRef,
  full: true,
  messages: {
    'status.succeeded': 'Erfolgreich',
    'status.completed': 'Erfolgreich, teils übersprungen',
    'status.failed': 'Fehlgeschlagen',
    'status.couldNotStart': 'Nicht startbar',
    'status.timedOut': 'Zeit überschritten',
    'status.cancelled': 'Abgebrochen',
    'status.failureIgnored': 'Fehler ignoriert',
    'status.stopping': 'Wird beendet',
    'status.running': 'Läuft',
    'status.waiting': 'Wartet',
    'status.incomplete': 'Unvollständig',
    'status.skipped': 'Übersprungen',
    'status.notStarted': 'Nie gestartet',
    'place.live': 'Im Cluster',
    'place.liveHint': 'Der Cluster hat diesen Lauf noch',
    'place.gone': 'Nicht mehr im Cluster',
    'place.since': 'seit {{time}}',
    'place.goneSince': 'Nicht mehr im Cluster seit {{time}}',
    'source.pullRequest': 'Pull Request #{{number}}',
    'source.commit': 'Commit {{hash}}',
    'source.author': 'von {{name}}',
    'source.none': 'Herkunft nicht bekannt',
    'failure.at': 'Fehlgeschlagen bei {{place}}',
    'failure.atExit': 'Fehlgeschlagen bei {{place}}, Exitcode {{code}}',
    'failure.exit': 'Fehlgeschlagen mit Exitcode {{code}}',
    'failure.lastSeen':
      'Aus dem Cluster verschwunden, bevor das Ende zu sehen war',
    'runs.title': 'Läufe',
    'runs.loading': 'Läufe werden geladen',
    'runs.total_one': '1 Lauf',
    'runs.total_other': '{{formatted}} Läufe',
    'runs.totalAtLeast': 'Mehr als {{formatted}} Läufe',
    'runs.sections': 'Seiten mit Läufen',
    'runs.next': 'Nächste Seite',
    'runs.previous': 'Vorige Seite',
    'runs.first': 'Erste Seite',
    'runs.pageSize': 'Läufe je Seite',
    'runs.cursorRejected':
      'Diese Seite gibt es nicht mehr. Dies sind die neuesten Läufe.',
    'runs.columns.status': 'Status',
    'runs.columns.run': 'Lauf',
    'runs.columns.pipeline': 'Pipeline',
    'runs.columns.source': 'Herkunft',
    'runs.columns.started': 'Start',
    'runs.columns.duration': 'Dauer',
    'runs.columns.where': 'Ort',
    'runs.task': 'Task {{name}}',
    'runs.notStarted': 'Noch nicht',
    'run.back': 'Alle Läufe',
    'run.loading': 'Der Lauf wird geladen',
    'run.notFound': 'Diesen Lauf gibt es hier nicht',
    'run.notFoundHint':
      'Vielleicht ist der Link falsch, oder der Lauf wurde für diese Komponente nie erfasst.',
    'run.tabs': 'Teile des Laufs',
    'run.tasksTab': 'Tasks',
    'run.yamlTab': 'YAML',
    'run.facts.title': 'Angaben',
    'run.facts.name': 'Name des Laufs',
    'run.facts.kind': 'Art',
    'run.facts.namespace': 'Namespace',
    'run.facts.cluster': 'Cluster',
    'run.facts.pipeline': 'Pipeline',
    'run.facts.task': 'Task',
    'run.facts.source': 'Herkunft',
    'run.facts.repository': 'Repository',
    'run.facts.started': 'Start',
    'run.facts.finished': 'Ende',
    'run.facts.duration': 'Dauer',
    'run.facts.reason': 'Grund',
    'run.facts.result': 'Result',
    'run.facts.uid': 'UID',
    'run.facts.firstStored': 'Zuerst gespeichert',
    'run.facts.lastStored': 'Zuletzt gespeichert',
    'run.failure.title': 'Was schiefging',
    'run.failure.task': 'Task',
    'run.failure.step': 'Schritt',
    'run.failure.exitCode': 'Exitcode',
    'run.failure.reason': 'Grund',
    'run.failure.noMessage': 'Tekton hat keine Meldung hinterlassen.',
    'tasks.title': 'Tasks',
    'tasks.empty': 'Von diesem Lauf ist noch kein Task bekannt.',
    'tasks.columns.task': 'Task',
    'tasks.columns.status': 'Status',
    'tasks.columns.attempts': 'Versuche',
    'tasks.columns.started': 'Start',
    'tasks.columns.duration': 'Dauer',
    'tasks.columns.reason': 'Grund',
    'tasks.finally': 'finally',
    'tasks.finallyHint':
      'Läuft nach allen anderen Tasks, wie auch immer sie enden',
    'tasks.expand': 'Schritte von {{task}} zeigen',
    'tasks.collapse': 'Schritte von {{task}} verbergen',
    'tasks.attempt': 'Versuch {{number}}',
    'tasks.pod': 'Pod {{name}}',
    'tasks.steps': 'Schritte von {{task}}, Versuch {{number}}',
    'tasks.noSteps': 'In diesem Versuch lief kein Schritt.',
    'tasks.step': 'Schritt',
    'tasks.exitCode': 'Exitcode',
    'yaml.title': 'YAML von {{name}}',
    'yaml.loading': 'Das YAML wird geladen',
    'yaml.download': 'Herunterladen',
    'copy.copy': 'Kopieren',
    'copy.copyNamed': '{{name}} kopieren',
    'copy.copied': 'Kopiert',
    'copy.failed': 'Kopieren ging nicht',
    'empty.title': 'Noch kein Lauf erfasst',
    'empty.hint':
      'Läufe erscheinen hier, sobald ein Cluster einen hat, der zu dieser Komponente passt.',
    'empty.rule': 'Ausgewählt durch {{annotation}}',
    'empty.narrowed': 'in {{place}}',
    'empty.noCluster': 'Kein Cluster ist konfiguriert',
    'empty.noClusterHint':
      'Tragen Sie einen Cluster unter tektonResults.clusters in die Konfiguration ein, oder einen Abschnitt kubernetes mit Clustern.',
    'notMapped.title': 'Diese Komponente sagt nicht, welche Läufe ihre sind',
    'notMapped.hint':
      'Ergänzen Sie eine dieser Annotationen in ihrer catalog-info.yaml. Läufe mit diesem Label erscheinen dann hier.',
    'notMapped.example': 'Zu ergänzende Annotationen',
    'notMapped.tried': 'Gesucht wurde nach',
    'notMapped.narrowing':
      'Die Annotationen {{namespace}} und {{cluster}} grenzen die Auswahl ein, genügen aber allein nicht.',
    'invalid.title': 'Eine Annotation dieser Komponente ist nicht lesbar',
    'invalid.hint':
      'Berichtigen Sie die Annotation {{annotation}}: {{problem}}.',
    'invalid.value': 'Zurzeit lautet sie',
    'error.title': 'Die Läufe konnten nicht geladen werden',
    'error.runTitle': 'Der Lauf konnte nicht geladen werden',
    'error.yamlTitle': 'Das YAML konnte nicht geladen werden',
    'error.refresh':
      'Konnte nicht aktualisiert werden. Die Anzeige ist vielleicht veraltet.',
    'error.retry': 'Erneut versuchen',
    'error.forbidden': 'Sie dürfen keine Läufe sehen',
    'error.forbiddenHint':
      'Ihrem Konto fehlt die Berechtigung, die Läufe dieser Komponente zu sehen. Fragen Sie ihre Besitzer oder jemanden, der Backstage verwaltet, nach Zugang.',
    'error.health': 'Der Stand der Erfassung ist nicht bekannt: {{message}}',
    'health.label': 'Probleme der Erfassung',
    'health.cluster': '{{cluster}}: {{reason}}',
    'health.since':
      'Seit {{time}}. Früher erfasste Läufe sind weiter zu sehen.',
    'health.configTitle': 'Die Konfiguration enthält einen Fehler',
    'health.code.config': 'die Konfiguration ist falsch',
    'health.code.unreachable': 'der Cluster antwortet nicht',
    'health.code.tls': 'dem Zertifikat wird nicht vertraut',
    'health.code.unauthorized': 'der Cluster nimmt den Zugang nicht an',
    'health.code.forbidden': 'dem Zugang fehlt ein Recht',
    'health.code.notInstalled': 'Tekton ist dort nicht installiert',
    'health.code.storage': 'Läufe lassen sich nicht speichern',
    'health.code.clusterError': 'der Cluster antwortet mit einem Fehler',
  },
});
