filedesc://courrier.arc 0.0.0.0 20240312100000 text/plain 69
1 0 exemple
URL IP-address Archive-date Content-type Archive-length


https://courrier.exemple/d/1 192.0.2.1 20240312100000 text/html 1018
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Content-Length: 938

<!DOCTYPE html>
<html lang="fr"><head><title>Premier</title><meta property="og:type" content="article"></head>
<body><article><h1>Premier</h1>
<p>Le conseil municipal de Port-Vallier a voté lundi soir la reconstruction de la halle aux poissons, fermée depuis l’incendie de l’an passé. Le chantier, confié à trois entreprises du val, doit commencer au printemps et durer quatorze mois.</p>
<p>La maire, Hélène Cazal, a défendu un projet « sobre et utile » : une charpente en bois du pays, des étals plus larges et une criée ouverte aux enfants des écoles. L’opposition, elle, juge la dépense trop lourde pour une commune de quatre mille habitants.</p>
<p>Les pêcheurs, installés pour l’hiver sous des tentes au bord du quai, se disent soulagés. « On a tenu, mais nos mains ont eu froid », raconte l’un d’eux, qui vend des bars et des seiches depuis trente ans à la même place.</p>
</article></body></html>

https://courrier.exemple/d/2 192.0.2.1 20240312100000 text/html 994
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Content-Length: 944

<!DOCTYPE html>
<html lang="fr"><head><title>Trop court</title><meta property="og:type" content="article"></head>
<body><article><h1>Trop court</h1>
<p>Le conseil municipal de Port-Vallier a voté lundi soir la reconstruction de la halle aux poissons, fermée depuis l’incendie de l’an passé. Le chantier, confié à trois entreprises du val, doit commencer au printemps et durer quatorze mois.</p>
<p>La maire, Hélène Cazal, a défendu un projet « sobre et utile » : une charpente en bois du pays, des étals plus larges et une criée ouverte aux enfants des écoles. L’opposition, elle, juge la dépense trop lourde pour une commune de quatre mille habitants.</p>
<p>Les pêcheurs, installés pour l’hiver sous des tentes au bord du quai, se disent soulagés. « On a tenu, mais nos mains ont eu froid », raconte l’un d’eux, qui vend des bars et des seiches depuis trente ans à la même place.</p>
</article></body></html>

https://courrier.exemple/d/3 192.0.2.1 20240312100000 text/html 976
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Content-Length: 896

<!DOCTYPE html>
<html lang="fr"><head><title>Troisième</title><meta property="og:type" content="article"></head>
<body><article><h1>Troisième</h1>
<p>La fanfare de Sainte-Aure a traversé samedi les trois ponts de la ville sans perdre une note, devant une foule que les organisateurs disent deux fois plus nombreuse que l’an dernier. Le défilé, long de deux kilomètres, a fini sous la pluie.</p>
<p>Fondée en 1911 par des ouvriers de la tannerie, la fanfare compte aujourd’hui cinquante musiciens, dont douze de moins de quinze ans. Son chef, Marc Estève, veut leur apprendre les marches que jouaient leurs grands-parents et des airs d’aujourd’hui.</p>
<p>Une collecte a été ouverte pour remplacer les cuivres les plus anciens. La région a promis la moitié de la somme, à condition que l’autre moitié vienne des habitants avant la fin de juin.</p>
</article></body></html>

https://courrier.exemple/d/4 192.0.2.1 20240312100000 text/html 1024
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Content-Length: 944

<!DOCTYPE html>
<html lang="fr"><head><title>Quatrième</title><meta property="og:type" content="article"></head>
<body><article><h1>Quatrième</h1>
<p>Le conseil municipal de Port-Vallier a voté lundi soir la reconstruction de la halle aux poissons, fermée depuis l’incendie de l’an passé. Le chantier, confié à trois entreprises du val, doit commencer au printemps et durer quatorze mois.</p>
<p>La maire, Hélène Cazal, a défendu un projet « sobre et utile » : une charpente en bois du pays, des étals plus larges et une criée ouverte aux enfants des écoles. L’opposition, elle, juge la dépense trop lourde pour une commune de quatre mille habitants.</p>
<p>Les pêcheurs, installés pour l’hiver sous des tentes au bord du qua