import { createTranslationMessages } from '@backstage/core-plugin-api/alpha';
import { tektonResultsTranslationRef } from './ref';

/** All texts of the plugin, in German. */
const messages = createTranslationMessages({
  ref: tektonResultsTranslationRef,
  full: true,
  messages: {
    'status.succeeded': 'Erfolgreich',
    'status.completed': 'Erfolgreich, teils übersprungen',
    'status.failed': 'Fehlgeschlagen',
    'status.couldNotStart': 'Nicht startbar',
    'status.timedOut': 'Zeit überschritten',
    'status.cancelled': 'Abgebrochen',
    'status.failureIgnored': 'Fehler übergangen',
    'status.stopping': 'Wird beendet',
    'status.running': 'Läuft',
    'status.waiting': 'Wartet',
    'status.incomplete': 'Unvollständig',
    'status.skipped': 'Übersprungen',
    'status.notStarted': 'Nicht gestartet',

    'where.live': 'Im Cluster',
    'where.liveExplained': 'Noch im Cluster, und hier aufbewahrt',
    'where.gone': 'Nicht mehr im Cluster',
    'where.goneSince': 'Seit {{time}}',
    'where.goneExplained':
      'Seit {{time}} nicht mehr im Cluster, hier aufbewahrt',
    'where.place': '{{cluster}} / {{namespace}}',

    'time.notStarted': 'Nicht gestartet',
    'time.ongoing': 'bis jetzt',

    'source.none': 'Unbekannt',
    'source.commit': 'Commit {{hash}}',
    'source.pullRequest': 'PR #{{number}}',
    'source.author': 'von {{author}}',

    'failure.place': '{{task}} › {{step}}',
    'failure.exitCode': 'Exit-Code {{code}}',

    'list.title': 'Läufe',
    'list.chosenBy': 'Läufe, deren Labels zu {{selector}} passen',
    'list.inNamespace': 'im Namespace {{namespace}}',
    'list.inCluster': 'im Cluster {{cluster}}',
    'list.loading': 'Läufe werden geladen',
    'list.columnStatus': 'Status',
    'list.columnRun': 'Lauf',
    'list.columnPipeline': 'Pipeline',
    'list.columnSource': 'Herkunft',
    'list.columnStarted': 'Begonnen',
    'list.columnDuration': 'Dauer',
    'list.columnWhere': 'Ort',
    'list.taskKind': 'Task',
    'list.pages': 'Seiten der Liste',
    'list.total': '{{shown}} von {{total}}',
    'list.totalAtLeast': '{{shown}} von mehr als {{total}}',
    'list.pageSize': 'Läufe je Seite',
    'list.pageSizeOption': '{{size}} je Seite',
    'list.newest': 'Neueste',
    'list.newer': 'Neuere',
    'list.older': 'Ältere',
    'list.cursorRejected':
      'Diese Seite der Liste gibt es nicht mehr. Hier ist die erste Seite.',

    'live.frequent': 'Alle {{seconds}} Sekunden aktualisiert',
    'live.failing': 'Nicht aktualisiert seit {{time}}: {{message}}',
    'live.retry': 'Erneut versuchen',

    'empty.title': 'Für diese Komponente wurde noch kein Lauf erfasst',
    'empty.watching':
      'Ein Lauf erscheint hier, sobald er angelegt ist und seine Labels zu {{selector}} passen. Diese Cluster werden beobachtet: {{clusters}}.',
    'empty.starting':
      'Die Cluster werden zum ersten Mal gelesen. Läufe erscheinen hier, sobald sie gefunden sind.',
    'empty.failing':
      'Zurzeit können keine Läufe erfasst werden. Was zu beheben ist, steht oben.',
    'empty.noClusters':
      'Es ist kein Cluster eingerichtet, deshalb kann kein Lauf erfasst werden. Die Cluster stehen in der Konfiguration von Backstage unter tektonResults.clusters.',
    'empty.unknown': 'Ob Läufe erfasst werden, ließ sich nicht feststellen.',

    'emptyPage.title': 'Auf dieser Seite stehen keine Läufe',
    'emptyPage.action': 'Zu den neuesten Läufen',

    'notMapped.title': 'Diese Komponente sagt nicht, welche Läufe zu ihr gehören',
    'notMapped.explanation':
      'Ergänzen Sie an der Komponente eine dieser Annotationen. Das Kubernetes-Plugin benutzt dieselben.',
    'notMapped.tried': 'Gesucht: {{annotations}}. Keine davon ist gesetzt.',
    'notMapped.narrowing':
      'backstage.io/kubernetes-namespace und backstage.io/kubernetes-cluster engen die Auswahl ein, genügen aber allein nicht.',
    'notMapped.example': 'Zu ergänzende Annotationen',
    'notMapped.exampleId': 'Läufe mit der Id als Label',
    'notMapped.exampleSelector': 'oder: Läufe, deren Labels zu einer Auswahl passen',

    'invalidSelector.title':
      'Die Annotation dieser Komponente ist nicht lesbar',
    'invalidSelector.explanation': '{{annotation}}: {{problem}}',
    'invalidSelector.advice':
      'Es werden keine Läufe gezeigt, da es fremde sein könnten. Beispiel für einen richtigen Wert: {{example}}',

    'capture.clusterTitle': 'Läufe aus {{cluster}} werden nicht erfasst',
    'capture.resourceTitle': '{{resource}} aus {{cluster}} werden nicht erfasst',
    'capture.since': 'seit {{time}}',
    'capture.configTitle': 'Eine Einstellung unter tektonResults ist falsch',
    'capture.healthUnknown': 'Ob Läufe erfasst werden, ist nicht bekannt',
    'capture.codeConfig': 'Die Konfiguration ist falsch',
    'capture.codeUnreachable': 'Der Cluster antwortet nicht',
    'capture.codeTls':
      'Dem Zertifikat wird nicht vertraut, oder unseres wird abgelehnt',
    'capture.codeUnauthorized': 'Der Cluster nimmt die Anmeldung nicht an',
    'capture.codeForbidden': 'Der Anmeldung fehlt ein Recht',
    'capture.codeNotInstalled': 'Der Cluster kennt diese Art von Lauf nicht',
    'capture.codeStorage': 'Die Datenbank von Backstage nimmt die Läufe nicht an',
    'capture.codeClusterError': 'Der Cluster antwortete mit einem Fehler',

    'error.refusedTitle': 'Sie dürfen die Läufe dieser Komponente nicht sehen',
    'error.refused':
      'Bitten Sie die Verwalter der Berechtigungen in Backstage um das Recht dazu.',
    'error.listTitle': 'Die Läufe konnten nicht geladen werden',
    'error.runTitle': 'Der Lauf konnte nicht geladen werden',
    'error.objectTitle': 'Das YAML konnte nicht geladen werden',
    'error.explanation':
      'Backstage hat nicht wie erwartet geantwortet. Verloren ist nichts.',
    'error.details': 'Einzelheiten',
    'error.retry': 'Erneut versuchen',

    'missing.title': 'Ein solcher Lauf ist nicht aufbewahrt',
    'missing.explanation':
      'Er wurde nie erfasst, oder er wurde entfernt, oder Sie dürfen ihn nicht sehen. Gesucht wurde im Cluster {{cluster}} nach der Uid {{uid}}.',

    'run.back': 'Alle Läufe',
    'run.loading': 'Der Lauf wird geladen',
    'run.tabs': 'Ansichten des Laufs',
    'run.tabOverview': 'Überblick',
    'run.tabYaml': 'YAML',
    'run.facts': 'Angaben',
    'run.name': 'Name',
    'run.kind': 'Art',
    'run.cluster': 'Cluster',
    'run.namespace': 'Namespace',
    'run.pipeline': 'Pipeline',
    'run.task': 'Task',
    'run.partOf': 'Teil von',
    'run.partOfRun': 'PipelineRun, zu dem er gehört',
    'run.source': 'Herkunft',
    'run.repository': 'Repository',
    'run.started': 'Begonnen',
    'run.finished': 'Beendet',
    'run.duration': 'Dauer',
    'run.reason': 'Grund',
    'run.message': 'Meldung',
    'run.result': 'Result',
    'run.uid': 'Uid',
    'run.firstStored': 'Zuerst gespeichert',
    'run.notFinished': 'Nicht beendet',

    'failureBox.failed': 'Warum er fehlschlug',
    'failureBox.couldNotStart': 'Warum er nicht starten konnte',
    'failureBox.timedOut': 'Wo die Zeit ausging',
    'failureBox.cancelled': 'Er wurde abgebrochen',
    'failureBox.incomplete': 'Wie er endete, ist nicht bekannt',
    'failureBox.incompleteExplained':
      'Er verschwand aus dem Cluster, bevor er beendet war. Zuletzt gesehen {{time}}.',
    'failureBox.noMessage': 'Tekton nannte keinen Grund.',

    'tasks.title': 'Tasks und Schritte',
    'tasks.titleSingle': 'Schritte',
    'tasks.empty': 'Von diesem Lauf ist noch kein Task bekannt.',
    'tasks.columnName': 'Task oder Schritt',
    'tasks.columnStatus': 'Status',
    'tasks.columnStarted': 'Begonnen',
    'tasks.columnDuration': 'Dauer',
    'tasks.columnNote': 'Anmerkung',
    'tasks.expandAll': 'Alle aufklappen',
    'tasks.collapseAll': 'Alle zuklappen',
    'tasks.showSteps': 'Schritte von {{task}}',
    'tasks.finally': 'finally',
    'tasks.attempts_one': '{{count}} Versuch',
    'tasks.attempts_other': '{{count}} Versuche',
    'tasks.attempt': 'Versuch {{number}}',
    'tasks.step': 'Schritt',
    'tasks.noSteps': 'Kein Schritt davon wurde gemeldet.',
    'tasks.openRun': '{{kind}} öffnen',
    'tasks.waitingToStart': 'Er ist noch nicht an der Reihe',
    'tasks.neverStarted': 'Der Lauf endete, bevor er gestartet wurde',

    'yaml.title': 'YAML von {{name}}',
    'yaml.loading': 'Das YAML wird geladen',
    'yaml.copy': 'YAML kopieren',
    'yaml.download': 'YAML herunterladen',
    'yaml.stored': 'Wie gespeichert am {{time}}',
    'yaml.shortened': 'Gezeigt sind die ersten {{shown}} von {{total}} Zeilen.',
    'yaml.showAll': 'Alle Zeilen zeigen',

    'copy.name': 'Namen kopieren',
    'copy.uid': 'Uid kopieren',
    'copy.done': 'Kopiert',
    'copy.failed': 'Kopieren nicht möglich',
  },
});

export default messages;
