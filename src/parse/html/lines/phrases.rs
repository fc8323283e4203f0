//! What lines of pages, not of articles, say in the languages of the press. All in lower case.
//!
//! The lists are packed by hand, `rustfmt` left out: a word a line would be pages of nothing.

/// Beginnings of lines that are no text.
#[rustfmt::skip]
pub(super) const OPENINGS: &[&str] = &[
    "à lire aussi", "lire aussi", "a lire aussi", "lire la suite", "lire également", "à lire également",
    "à lire :", "voir aussi", "à voir aussi", "sur le même sujet", "publicité", "suivez-nous", "abonnez-vous",
    "inscrivez-vous", "newsletter", "partager", "commentaires", "©", "copyright", "crédit photo",
    "crédits photo", "mots-clés", "temps de lecture", "mis à jour", "publié le", "pour aller plus loin",
    "retrouvez tous", "read also", "also read", "read more", "read next", "read the full", "see also",
    "related:", "related post", "related article", "related stor", "advertisement", "follow us", "subscribe",
    "sign up", "share this", "share on", "comments", "photo credit", "tags:", "filed under", "updated ",
    "published ", "originally published", "story continues below", "you may also like", "you might also like",
    "more from:", "click here to", "this post may contain", "this article may contain affiliate",
    "we may earn", "lesen sie auch", "mehr zum thema", "auch interessant", "das könnte sie", "folgen sie uns",
    "schlagworte:", "themen:", "anzeige:", "lea también", "lee también", "leer también", "te puede interesar",
    "también te puede", "síguenos", "suscríbete", "etiquetas:", "leia também", "leia mais", "veja também",
    "saiba mais", "siga-nos", "inscreva-se", "leggi anche", "leggi tutto", "potrebbe interessarti", "seguici",
    "iscriviti", "lees ook", "lees meer", "bekijk ook", "volg ons", "abonneer", "läs också", "läs mer",
    "les også", "læs også", "lue myös", "czytaj także", "czytaj też", "zobacz też", "zobacz także",
    "čtěte také", "přečtěte si", "olvassa el", "citește și", "vezi și", "διαβάστε επίσης", "читайте также",
    "читайте ещё", "подписывайтесь", "читайте також", "ayrıca okuyun", "اقرأ أيضا", "اقرأ أيضاً", "関連記事",
    "あわせて読みたい", "相关阅读", "관련기사",
];

/// Lines that are tools, once the marks around them are off.
#[rustfmt::skip]
pub(super) const WHOLE: &[&str] = &[
    "pub", "annonce", "imprimer", "envoyer par e-mail", "envoyer par mail", "copier le lien", "réagir",
    "ajouter à vos favoris", "écouter l'article", "sommaire", "sur le même thème", "à lire", "les plus lus",
    "les plus lues", "advert", "ad", "sponsored", "sponsored content", "print", "print article",
    "order reprints", "text size", "email the author", "view author archive", "view comments",
    "leave a comment", "post a comment", "skip to content", "skip to main content", "continue reading",
    "continue reading below", "recommended", "recommended stories", "most popular", "most read", "trending",
    "more stories", "more on this story", "more on this topic", "top stories", "listen to this article",
    "copy link", "email", "facebook", "twitter", "whatsapp", "linkedin", "pinterest", "telegram", "image",
    "tags", "share", "tweet", "back to top", "don't miss", "have something to add", "tell us what you think",
    "loading", "anzeige", "werbung", "teilen", "drucken", "zur startseite", "merken", "kommentare",
    "kommentar schreiben", "mehr dazu", "publicidad", "compartir", "comparte", "imprimir", "comentarios",
    "noticias relacionadas", "más información", "publicidade", "compartilhar", "compartilhe", "comentários",
    "pubblicità", "condividi", "stampa", "commenti", "letture", "advertentie", "delen", "reacties", "annons",
    "dela", "annonse", "del", "mainos", "jaa", "reklama", "udostępnij", "komentarze", "sdílet", "hirdetés",
    "megosztás", "publicitate", "διαφήμιση", "реклама", "поделиться", "комментарии", "добавить отзыв",
    "добавить комментарий", "reklam", "paylaş", "إعلان", "スポンサードリンク", "スポンサーリンク", "広告", "シェア", "广告", "공유하기",
    "광고",
];

/// Verbs that make a short line with a date one of the page.
#[rustfmt::skip]
pub(super) const DATED: &[&str] = &[
    "publié le", "mis à jour le", "modifié le", "publié à", "mis à jour à", "modifié à", "veröffentlicht am",
    "aktualisiert am", "publicado el", "actualizado el", "publicado em", "atualizado em", "pubblicato il",
    "aggiornato il", "gepubliceerd op", "bijgewerkt op",
];

/// Ends of texts that go on for those who pay.
#[rustfmt::skip]
pub(super) const WALLS: &[&str] = &[
    "de cet article à lire", "réservé aux abonnés", "réservée aux abonnés", "réservés aux abonnés",
    "la suite est réservée", "pour lire la suite", "abonnez-vous pour lire", "déjà abonné", "article réservé",
    "subscribe to read", "subscribe to continue", "subscribers only", "to continue reading",
    "already a subscriber", "für abonnenten", "nur für abonnenten", "bereits abonnent", "weiterlesen mit",
    "solo para suscriptores", "exclusivo para suscriptores", "exclusivo para assinantes",
    "riservato agli abbonati", "contenuto per gli abbonati", "alleen voor abonnees",
];

/// What one receives by post, and
#[rustfmt::skip]
pub(super) const LETTERS: &[&str] = &[
    "newsletter", "inbox", "boîte mail", "boite mail", "boîte de réception", "par e-mail", "par email",
    "infolettre", "posteingang", "per e-mail", "bandeja de entrada", "boletín", "caixa de entrada",
    "casella di posta", "nieuwsbrief", "nyhetsbrev", "рассылк", "mailing list", "メルマガ",
];

/// the words that invite to receive it.
#[rustfmt::skip]
pub(super) const INVITATIONS: &[&str] = &[
    "sign up", "subscrib", "delivered", "get the", "straight to", "get our", "inscri", "abonn", "recevez",
    "recevoir", "suscr", "recib", "inscre", "receba", "iscriv", "ricevi", "anmeld", "abonnier", "meld je aan",
    "schrijf je in", "prenumerera", "подпи", "登録", "every day we send",
];

/// What lines about the page itself hold, wherever in the line.
#[rustfmt::skip]
pub(super) const NOTICES: &[&str] = &[
    "affiliate commission", "affiliate link", "affiliate-link", "affiliate and/or", "liens affiliés",
    "lien affilié", "contributed to this", "contributed reporting", "a contribué à cet article", "file photo",
    "photo d'archive", "foto de archivo", "foto de arquivo", "archivfoto", "foto d'archivio",
    "opens in a new window", "all rights reserved", "tous droits réservés", "alle rechte vorbehalten",
    "todos los derechos reservados", "todos os direitos reservados", "tutti i diritti riservati",
];

/// What a line about the page's own cookies says beside that word.
#[rustfmt::skip]
pub(super) const COOKIES: &[&str] = &[
    "this website", "this site", "our site", "our website", "we use", "we and our", "by continuing",
    "ce site", "notre site", "nous utilisons", "en poursuivant", "acceptez", "diese website", "diese seite",
    "wir verwenden", "este sitio", "esta web", "utilizamos", "este site", "questo sito", "utilizziamo",
    "deze website", "deze site", "wij gebruiken", "den här webbplatsen", "ta strona", "этот сайт",
];

/// Signs of a picture's credit, near the end of a line.
#[rustfmt::skip]
pub(super) const PICTURES: &[&str] = &[
    "(ap photo", "(afp photo", "photograph by", "photo by ", "photograph: ", "photo courtesy", "photo : ",
    "photo: ", "crédit : ", "crédit: ", "image credit", "photos ©", "photo ©", "image ©", "foto: ", "foto : ",
    "(foto ", "bild: ", "(bild ", "fotó: ", "фото: ", "(c) dpa",
];

/// Ends of such credits, once the marks after them are off.
#[rustfmt::skip]
pub(super) const PICTURE_ENDS: &[&str] = &[
    "getty images", "/getty", "/afp", " / afp", "/ap", "/reuters", " / reuters", "/epa", "/epa-efe", "/efe",
    "/dpa", "/ansa", "/shutterstock", "/sipa", "/sipa press", "/bestimage", "/abaca", "/keystone", "/belga",
    "/tass", "/xinhua", "/pa wire", "/istock", "istockphoto", "/alamy", "alamy stock photo", "file photo",
    "archivbild", "symbolbild", "archivfoto", "photo d'illustration", "image d'illustration",
    "illustration/pixabay", "/unsplash", "/pexels", "/pixabay",
];
