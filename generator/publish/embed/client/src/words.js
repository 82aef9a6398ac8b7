// The part with the words of the elements in other languages than English. It comes when
// the page is in another one.

// plural is a text with {n} in the forms that its language has. It is asked as texts are,
// so that nobody needs to know.
const plural = (forms) => (language) => ({
  replace: (hole, n) => (forms[new Intl.PluralRules(language).select(n)] ?? forms.other)
    .replace(hole, new Intl.NumberFormat(language).format(n)),
});

const languages = {
  de: {
    title: "Neuigkeiten", unread: plural({ other: "{n} ungelesen" }), close: "Schließen", more: "Mehr erfahren",
    fresh: "Neu", empty: "Gerade nichts Neues", all: "Alle Neuigkeiten", expand: "Mehr", next: "Ältere Neuigkeiten",
    topics: "Alle Themen", search: "Suchen", none: "Nichts gefunden", ask: "Hat das geholfen?", yes: "Ja", no: "Nein", answer: "Ein paar Worte dazu", send: "Senden", thanks: "Danke!",
    planned: "Geplant", alpha: "Alpha", beta: "Beta", ga: "Verfügbar", deprecated: "Läuft aus", retired: "Eingestellt",
  },
  fr: {
    title: "Nouveautés", unread: plural({ one: "{n} non lue", other: "{n} non lues" }), close: "Fermer", more: "En savoir plus",
    fresh: "Nouveau", empty: "Rien de nouveau pour l’instant", all: "Toutes les nouveautés", expand: "Lire la suite",
    next: "Nouveautés plus anciennes", topics: "Tous les sujets", search: "Rechercher", none: "Aucun résultat", ask: "Cela vous a-t-il aidé ?", yes: "Oui", no: "Non",
    answer: "Dites-nous-en plus", send: "Envoyer", thanks: "Merci !",
    planned: "Prévu", alpha: "Alpha", beta: "Bêta", ga: "Disponible", deprecated: "Obsolète", retired: "Retiré",
  },
  es: {
    title: "Novedades", unread: plural({ one: "{n} sin leer", other: "{n} sin leer" }), close: "Cerrar", more: "Más información",
    fresh: "Nuevo", empty: "No hay novedades por ahora", all: "Todas las novedades", expand: "Leer más", next: "Novedades anteriores",
    topics: "Todos los temas", search: "Buscar", none: "No se ha encontrado nada", ask: "¿Te ha servido de ayuda?", yes: "Sí", no: "No", answer: "Cuéntanos algo más", send: "Enviar",
    thanks: "¡Gracias!",
    planned: "Previsto", alpha: "Alfa", beta: "Beta", ga: "Disponible", deprecated: "Obsoleto", retired: "Retirado",
  },
  pt: {
    title: "Novidades", unread: plural({ one: "{n} não lida", other: "{n} não lidas" }), close: "Fechar", more: "Saiba mais",
    fresh: "Novo", empty: "Nada de novo por enquanto", all: "Todas as novidades", expand: "Ler mais", next: "Novidades anteriores",
    topics: "Todos os assuntos", search: "Pesquisar", none: "Nada encontrado", ask: "Isso ajudou?", yes: "Sim", no: "Não", answer: "Conte um pouco mais", send: "Enviar",
    thanks: "Obrigado!",
    planned: "Planejado", alpha: "Alfa", beta: "Beta", ga: "Disponível", deprecated: "Obsoleto", retired: "Descontinuado",
  },
  ja: {
    title: "新着情報", unread: plural({ other: "未読 {n} 件" }), close: "閉じる", more: "詳しく見る", fresh: "新着", empty: "新しいお知らせはありません",
    all: "すべての新着情報", expand: "続きを読む", next: "以前の新着情報", topics: "すべてのトピック", search: "検索", none: "見つかりませんでした", ask: "役に立ちましたか？", yes: "はい", no: "いいえ",
    answer: "ひとことお聞かせください", send: "送信", thanks: "ありがとうございます",
    planned: "予定", alpha: "アルファ版", beta: "ベータ版", ga: "提供中", deprecated: "廃止予定", retired: "提供終了",
  },
};

// speak returns the words of a language; none for one that nobody has translated to. Those
// for pt are of Brazil.
export default (locale) => {
  const [language] = locale.toLowerCase().split(/[-_]/);
  const found = Object.entries(languages[language] ?? {});
  return Object.fromEntries(found.map(([key, word]) => [key, word.call ? word(language) : word]));
};
