//! Titles of pages that are no articles, in the languages of the press. All in lower case.
//!
//! The lists are packed by hand, `rustfmt` left out: a word a line would be pages of nothing.

/// What titles of pages of errors hold.
#[rustfmt::skip]
pub(super) const ERRORS: &[&str] = &[
    "404", "introuvable", "page non trouvée", "page not found", "n'existe pas", "n'existe plus",
    "accès refusé", "access denied", "are you a robot", "just a moment", "vérification", "erreur 5",
    "erreur 4", "error 5", "error 4", "fehler 5", "fehler 4", "errore 5", "errore 4", "forbidden",
    "service unavailable", "une erreur est survenue", "nicht gefunden", "zugriff verweigert", "no encontrada",
    "no encontrado", "acceso denegado", "não encontrada", "acesso negado", "non trovata", "accesso negato",
    "niet gevonden", "enable javascript", "under maintenance", "en maintenance", "verify you are human",
    "sicherheitsprüfung",
];

/// Whole titles of pages about the site itself, without marks and blanks.
#[rustfmt::skip]
pub(super) const ABOUT_SITE: &[&str] = &[
    "mentionslégales", "conditionsgénérales", "conditionsgénéralesdutilisation", "conditionsgénéralesdevente",
    "cgu", "cgv", "politiquedeconfidentialité", "confidentialité", "àpropos", "quisommesnous", "contact",
    "contacteznous", "plandusite", "faq", "aide", "lacharte", "notrecharte", "termsofuse", "termsofservice",
    "termsandconditions", "terms", "privacypolicy", "cookiepolicy", "aboutus", "about", "contactus", "help",
    "sitemap", "impressum", "datenschutz", "datenschutzerklärung", "agb", "nutzungsbedingungen", "kontakt",
    "überuns", "avisolegal", "políticadeprivacidad", "condicionesdeuso", "contacto", "quiénessomos",
    "notelegali", "privacy", "contatti", "chisiamo", "termosdeuso", "políticadeprivacidade", "contato",
    "quemsomos", "colofon", "overons",
];

/// What titles of walls of consent hold.
#[rustfmt::skip]
pub(super) const CONSENTS: &[&str] = &[
    "gestion des cookies", "nous respectons votre vie privée", "votre vie privée",
    "privatsphäre ist uns wichtig", "ihre privatsphäre", "we value your privacy", "your privacy choices",
    "su privacidad", "tu privacidad", "sua privacidade", "la tua privacy", "uw privacy", "gérer mes cookies",
    "before you continue", "avant de continuer", "préférences de confidentialité",
];
