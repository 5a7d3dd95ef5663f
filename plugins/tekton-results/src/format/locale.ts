/**
 * The locale for dates and numbers: the app decides on the language, the browser
 * on the region, so that English is not American for everyone.
 */
export function regionalLocale(
  language: string,
  browserLocales: readonly string[],
): string {
  const base = (locale: string) => locale.split('-')[0];
  return (
    browserLocales.find(locale => base(locale) === base(language)) ?? language
  );
}
