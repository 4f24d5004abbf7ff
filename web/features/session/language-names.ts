/** Each language in its own words, as whoever looks for it reads it. */
export const languageNames = { en: 'English', fr: 'Français', id: 'Bahasa Indonesia', ar: 'العربية' } as const
