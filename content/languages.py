"""The languages in which people write and teach; names in their own words."""

LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "français"),
    ("es", "español"),
    ("pt", "português"),
    ("it", "italiano"),
    ("nl", "Nederlands"),
    ("sv", "svenska"),
    ("ru", "русский"),
    ("pl", "polski"),
    ("ja", "日本語"),
    ("zh", "中文"),
    ("hi", "हिन्दी"),
    ("ar", "العربية"),
]
