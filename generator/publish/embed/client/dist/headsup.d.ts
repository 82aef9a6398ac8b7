/**
 * Types of headsup.js and core.js, version 1. core.js has the headless API: `load`, `match` and `select`.
 * headsup.js has the same, and defines the elements.
 *
 * Keys may be added in version 1; none changes its meaning. Times in items are texts as RFC 3339 writes them.
 */

/** What an item is. */
export type Kind = "release-note" | "playbook" | "snippet" | "launch" | "page";

/** Where the elements show a snippet. A site may have others, which are left to the product. */
export type Surface = "tooltip" | "banner" | "panel" | "modal" | "inline";

/** How far a change has come. */
export type Stage = "planned" | "alpha" | "beta" | "ga" | "deprecated" | "retired";

/** A release note or a snippet: an item of JSON Feed 1.1, with what headsup adds under `_headsup`. */
export interface Item {
  /** Never changes, and is never used again. */
  id: string;
  /** The item's page on the site. */
  url?: string;
  title?: string;
  summary?: string;
  /** Sanitised HTML with absolute addresses. */
  content_html: string;
  /** The same without markup; not in bundles. */
  content_text?: string;
  image?: string;
  date_published?: string;
  date_modified?: string;
  tags?: string[];
  /** BCP 47 tag of the item's words. Another one than the bundle's says that they are not translated. */
  language?: string;
  _headsup: Details;
}

/** What headsup adds to an item. */
export interface Details {
  kind: Kind;
  /** Stable name by which a product's code may ask for a snippet. */
  key?: string;
  surface?: Surface | (string & {});
  anchor?: Anchor;
  /** What makes it appear; see {@link HeadsupTips.trigger}. */
  trigger?: string;
  target?: Target;
  /** For whom it is when lists alone do not say it. It goes before `target` and `for`, which are for nobody then. */
  rules?: Rules;
  /** Of a release note: the people for whom it is. Without its plans and platforms, those below count. */
  for?: Target;
  /** Of several that could be shown, the highest is. Without one it is 0. */
  priority?: number;
  frequency?: Frequency;
  /** At most one snippet of a group is shown at a time. */
  group?: string;
  /** Whether a person may close it. */
  dismissible?: boolean;
  /** Of a tour: what is shown one after the other. */
  steps?: Step[];
  /** Of a checklist: the snippets to do. */
  items?: Task[];
  cta?: CTA;
  /** A question to whoever sees it, to be answered with yes or no and a few words. */
  ask?: string;
  stage?: Stage;
  products?: string[];
  audiences?: string[];
  version?: string;
  impact?: "low" | "medium" | "high";
  breaking?: boolean;
  plans?: string[];
  platforms?: string[];
  docs_url?: string;
  /** Not to be shown before. */
  publish_at?: string;
  /** Not to be shown from then on. */
  expires_at?: string;
  withdrawn?: boolean;
  withdrawn_at?: string;
  /** Changes when, and only when, what a reader sees of the item does. */
  content_hash?: string;
}

/** Where in a product an item is shown. */
export interface Anchor {
  /** Pattern of the product's page, such as `/invoices/*`. */
  path?: string;
  /** CSS selector of the element. */
  selector?: string;
}

/** One step of a tour. */
export interface Step {
  title: string;
  content_html: string;
  /** What it is about, and on which page. */
  anchor?: Anchor;
  /** What leads to the next step, beside a button. */
  advance?: Advance;
}

/** What leads to the next step of a tour. */
export interface Advance {
  /** A click on the anchor. */
  click?: boolean;
  /** Something that fits this CSS selector can be seen. */
  visible?: string;
  /** Pattern of the page that somebody goes to. */
  path?: string;
}

/** One item of a checklist. */
export interface Task {
  id: string;
  key?: string;
  title: string;
  /** Pattern of the product's pages on which it is shown. */
  path?: string;
}

/** For whom an item is. An empty list is for everyone. */
export interface Target {
  plans?: string[];
  roles?: string[];
  platforms?: string[];
  segments?: string[];
  versions?: VersionRange[];
  /** Language tags; `fr` also matches `fr-CA`. */
  locales?: string[];
  /** Feature flags that are on for the person. */
  flags?: string[];
}

/** For whom an item is; all of it has to hold. An item with another key is for nobody. */
export interface Rules {
  target: Target;
  /** Whoever is in one of these lists is left out. */
  not?: Target;
  /** How many days ago something was, by its name in {@link Viewer.since}. */
  since?: Record<string, Bounds>;
  /** By their names in {@link Viewer.numbers}. */
  numbers?: Record<string, Bounds>;
  share?: Share;
  /** Not to be shown before. Without an offset it is on the clock of {@link Viewer.zone}. */
  from?: string;
  /** Not to be shown from then on, as `from`. */
  until?: string;
}

/** What a number has to keep to, all of them. */
export interface Bounds {
  at_least?: number;
  more_than?: number;
  at_most?: number;
  less_than?: number;
}

/** A part of all people, in percent, the same ones each time for the same key. */
export interface Share {
  key: string;
  at_least: number;
  less_than: number;
}

/** A half-open range of versions. */
export interface VersionRange {
  /** What has the version; empty: the product as a whole. */
  component?: string;
  min_inclusive?: string;
  max_exclusive?: string;
}

/** How often one person may see an item. */
export interface Frequency {
  max: number;
  per?: "session" | "day" | "week" | "month" | "ever" | (string & {});
}

/** A call to action. */
export interface CTA {
  label?: string;
  /** Absolute, or a path of the product. */
  url?: string;
}

/** What a product knows of one person. Leave out what is not known: a list that asks for it does not match then. */
export interface Viewer {
  plan?: string;
  role?: string;
  platform?: string;
  segments?: string[];
  /** Version of the product as a whole. */
  version?: string;
  /** Versions of its components, by name. */
  versions?: Record<string, string>;
  /** BCP 47 tag. {@link load} takes that of the page, else that of the browser. */
  locale?: string;
  /** Path of the product's page. {@link Headsup.match} takes that of the address bar. */
  path?: string;
  /** Feature flags that are on. */
  flags?: string[];
  /** Anything that tells people apart, for shares of them. {@link load} takes the `user` of its options. */
  user?: string;
  /** Time zone, such as "Europe/Paris"; that of the browser when it is left out. */
  zone?: string;
  /** When something was, by its name, such as `{ signed_up: "2026-11-20" }`. */
  since?: Record<string, Moment>;
  numbers?: Record<string, number>;
}

/** A moment: a `Date`, milliseconds, or a text as RFC 3339 writes it. */
export type Moment = Date | number | string;

/** What one person has seen. */
export interface History {
  /** When the session began. */
  session?: Moment;
  /** By an item's id. */
  items?: Record<string, Seen>;
}

/** What one person has seen of one item. */
export interface Seen {
  /** In any order. */
  shown?: Moment[];
  /** Nothing, "" or 0 when it was not closed. */
  dismissed?: Moment;
}

/**
 * Why an item is left out, "" when it is shown. The first rule that fails is the reason; they are tried in this
 * order. `malformed`: what decides for whom the item is has the wrong type, or rules that are not known or not {@link ready}.
 */
export type Reason =
  | ""
  | "withdrawn"
  | "not-yet"
  | "expired"
  | "plan"
  | "role"
  | "platform"
  | "segment"
  | "version"
  | "locale"
  | "flag"
  | "not"
  | "since"
  | "number"
  | "share"
  | "path"
  | "dismissed"
  | "frequency"
  | "group"
  | "malformed";

/** Whether an item is shown. */
export interface Verdict {
  shown: boolean;
  reason: Reason;
}

/** An item with its verdict. */
export interface Outcome extends Verdict {
  item: Item;
}

/**
 * Says whether a person is to see an item at a time. It depends on its arguments alone, changes none of them and
 * never throws. Frequency counts the times in `history`.
 */
export function match(item: Item, viewer: Viewer, history: History, now: Date | number): Verdict;

/**
 * Returns every item with its verdict, in the order in which to show them: by priority, then the newest, then by
 * id. Of several items of a group that could be shown, the first is. Like {@link match} it changes nothing.
 */
export function select(items: readonly Item[], viewer: Viewer, history: History, now: Date | number): Outcome[];

/**
 * Loads what `match` and `select` need for items that have rules; until then these are malformed. {@link load} does so by
 * itself.
 */
export function ready(): Promise<unknown>;

/** What {@link load} takes. */
export interface Options {
  /** URL of `manifest.json`, or of the folder that it is in. The script's own folder, when it is not part of another script. */
  src?: string;
  /** Snippets or release notes; "tips" when it is left out. */
  name?: "tips" | "news";
  /** Ids of the products whose items are wanted; items without products are for all. None: all items. */
  products?: string | readonly string[];
  viewer?: Viewer;
  /** Keeps apart what the people who share a browser have seen. */
  user?: string;
  /** After how many milliseconds to give up and take the last good copy; 10,000 when it is left out. */
  timeout?: number;
  /** Ends what is under way, and what listens to other tabs. */
  signal?: AbortSignal;
  /** What other devices of this person have seen, or a promise of it, for which is waited until the timeout. */
  history?: SeenItems | PromiseLike<SeenItems | null | undefined>;
}

/** What one person has seen, by the ids of items; "" is the first visit. Times are milliseconds since 1970. */
export type SeenItems = Record<string, { shown: number[]; dismissed?: number }>;

/** Where items come from: the site, the last good copy, or nowhere. */
export type Source = "network" | "copy" | "none";

/** The events, with what listeners are given. */
export interface HeadsupEvents {
  /** Loading has ended, in whatever way. */
  load: { source: Source; error?: unknown };
  /** Something was wrong with the manifest or the bundle, or with an item's selector. */
  error: { error?: unknown; item?: Item };
  /** A person could see an item for a second. */
  shown: { item?: Item };
  /** A person closed an item for good. */
  dismissed: { item?: Item };
  /** A person has come to the end of a tour, or the product says so of an item. */
  done: { item?: Item };
  /** What this device has seen has changed. It is for a server to join with what it knows. */
  seen: { history: SeenItems };
  /** A person followed a link of an item. */
  clicked: { item?: Item; url?: string };
  /** A person has answered the question of an item, and may have added words of their own. */
  answered: { item: Item; helped: boolean; text?: string };
  /** A person has had a card of the news in view for so long, to tenths of a second. */
  impression: { item: Item; seconds: number };
  /** A person opened the panel of news. */
  opened: { item?: Item };
  /** What is unread may have changed, in this tab or in another. */
  unread: undefined;
}

/** What {@link load} returns. */
export interface Headsup {
  /** All that is there for the wanted products, whoever may see it. */
  readonly items: Item[];
  /** Name of the bundle, which changes with its bytes. */
  readonly url?: string;
  /** BCP 47 tag of the bundle. */
  readonly language?: string;
  /** Where all news are. */
  readonly home?: string;
  readonly source: Source;
  /** What was wrong, when the source is not the network. */
  readonly error?: unknown;
  /**
   * Says of every item whether to show it now, best first. Facts given here are put over those of the options.
   * What was seen of the items with the ids in `again` does not count: they are on show, and may stay.
   * With `brief`, what is for other paths may be left out. What another path needs is loaded, which `load` tells.
   */
  match(viewer?: Viewer, again?: Iterable<string>, brief?: boolean): Outcome[];
  /** Joins what other devices have seen. */
  remember(history: SeenItems | null | undefined): void;
  /** Remembers that a person sees an item now. */
  seen(id: string): void;
  /** Remembers that a person has closed an item; it is not shown again. */
  dismiss(id: string): void;
  /** Remembers that a person has done what an item is about. Checklists tick it; a tour does so at its end. */
  done(id: string): void;
  /** What this person has seen. `ID#done` stands for an item that is done. */
  history(): SeenItems;
  /** Ids of the items that this person has not seen. What was old on the first visit is not among them. */
  unread(): string[];
  /** Remembers all of them as seen. */
  markRead(): void;
  /** Calls a function for each event, in a task of its own. Returns a function that ends that. */
  on<Type extends keyof HeadsupEvents>(type: Type, listener: (detail: HeadsupEvents[Type]) => void): () => void;
  /** Tells listeners of an event. A product that shows items by itself may tell its clicks. */
  emit<Type extends keyof HeadsupEvents>(type: Type, detail: HeadsupEvents[Type]): void;
}

/**
 * Fetches what there is for one person: one request for the manifest, and one for a bundle when that has changed.
 * It never rejects: what cannot be had is replaced by the last good copy, and that by nothing.
 */
export function load(options?: Options | null): Promise<Headsup>;

/**
 * The words that the elements say by themselves. `unread` has {n} in the place of the number. A stage may have a word,
 * too, as may the ids of products and tags; without one its id is shown.
 */
export interface Texts extends Partial<Record<Stage, string>> {
  /** "What’s new" */
  title?: string;
  /** "{n} unread" */
  unread?: string;
  /** "New", at an item that is unread */
  fresh?: string;
  /** "Nothing new right now" */
  empty?: string;
  /** "All news" */
  all?: string;
  /** "Close" */
  close?: string;
  /** "Learn more", for a call to action without words */
  more?: string;
  /** "More", at a card of which only the beginning is shown */
  expand?: string;
  /** "Older news" */
  next?: string;
  /** "All topics", before the products and tags to choose from */
  topics?: string;
  /** "Search", among more than 30 news */
  search?: string;
  /** "Nothing found" */
  none?: string;
  /** "Did this help?", for the attribute `ask` */
  ask?: string;
  /** "Yes" */
  yes?: string;
  /** "No" */
  no?: string;
  /** "Tell us a little more" */
  answer?: string;
  /** "Send" */
  send?: string;
  /** "Thank you!" */
  thanks?: string;
  /** "{n} of {total}", in a tour */
  count?: string;
  /** "Back" */
  back?: string;
  /** "Next", to the next step */
  forward?: string;
  /** "Done", at the last step */
  finish?: string;
  /** "This step is on another page." */
  elsewhere?: string;
  /** "Go there" */
  go?: string;
  /** "{n} of {total} done", in a checklist */
  progress?: string;
  /** "Done", of an item of a checklist */
  finished?: string;
  /** "Show items", of a button that folds a checklist */
  fold?: string;
}

/** The attributes of both elements, as components set them: an object as it is, or as JSON. */
export interface HeadsupAttributes {
  src?: string;
  products?: string | readonly string[];
  user?: string;
  locale?: string;
  viewer?: Viewer | string;
  texts?: Texts | string;
  history?: SeenItems | PromiseLike<SeenItems | null | undefined> | string;
  /** Whether every item asks if it has helped. */
  ask?: boolean | "";
}

/** Those of `<headsup-tips>`. */
export interface HeadsupTipsAttributes extends HeadsupAttributes {
  contained?: boolean | "";
  pause?: string | number;
  limit?: string | number;
  items?: readonly Item[] | string;
  surface?: Surface;
}

/**
 * What both elements have. Each property is an attribute as well; objects are written as JSON there. A property that
 * was set counts more.
 */
interface HeadsupElement extends HTMLElement {
  /** As in {@link Options}. */
  src: string | undefined;
  /** Ids of products: a list, or words with spaces between. */
  products: string | readonly string[] | undefined;
  /** As in {@link Options}. */
  user: string | undefined;
  /** BCP 47 tag of the wanted language, over that of the viewer. */
  locale: string | undefined;
  /** An object or its JSON. It may change at any time. Only another locale makes the element load again. */
  get viewer(): Viewer | undefined;
  set viewer(value: Viewer | string | undefined);
  /** An object or its JSON. */
  get texts(): Texts | undefined;
  set texts(value: Texts | string | undefined);
  /** As in {@link Options}. What comes after loading is joined then. */
  get history(): SeenItems | PromiseLike<SeenItems | null | undefined> | undefined;
  set history(value: SeenItems | PromiseLike<SeenItems | null | undefined> | string | undefined);
  /** What was loaded; undefined until then. */
  readonly headsup: Headsup | undefined;
  /** Draws anew. The elements do so by themselves when the page changes. */
  update(): void;

  addEventListener<Type extends keyof HeadsupElementEventMap>(
    type: Type,
    listener: (this: this, event: HeadsupElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof HeadsupElementEventMap>(
    type: Type,
    listener: (this: this, event: HeadsupElementEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * `<headsup-news>`: a button with the number of unread items, which opens a panel with what is new.
 *
 * Parts: `button`, `badge`, `panel`, `items`, `item`, `meta`, `more`, `next`, `title`, `image`, `body`, `cta`, `ask`, `answer`, `search`, `all`, `close`.
 */
export interface HeadsupNews extends HeadsupElement {
  /** Opens the panel, with the id of an item at that one, once there is something to show. It is loaded when it is opened for the first time. */
  open(id?: string): Promise<void>;
  close(): void;
}

/**
 * `<headsup-tips>`: shows snippets in the host page, at most one on each surface.
 *
 * Parts: `tip` and the name of the surface (`tooltip`, `banner`, `panel`, `modal`, `inline`, `tour`, `checklist`), `above` on a tooltip over its anchor,
 * `title`, `image`, `body`, `cta`, `ask`, `answer`, `close`; of a tour `steps`, `meta`, `back`, `next`, `go`; of a checklist
 * `meta`, `fold`, `progress`, `tasks`, `task`; when contained `anchor`. What is inline is in an element `headsup-tip` of its own.
 *
 * With the attribute `contained` it is a preview: it shows `items` in its own box, fetches nothing, remembers nothing,
 * and asks neither for whom they are nor when.
 */
export interface HeadsupTips extends HeadsupElement {
  /** Seconds between one item that comes by itself and the next, and after one is closed; 0 when it is left out. */
  pause: string | number | undefined;
  /** How many items come by themselves at most in one session of the browser. */
  limit: string | number | undefined;
  /** When contained: what to show. */
  get items(): readonly Item[] | undefined;
  set items(value: readonly Item[] | string | undefined);
  /** When contained: where to show it, over what the item says. */
  surface: Surface | undefined;
  /**
   * Shows the items that wait for a word: those whose `trigger` is none of "visit", "load" and "open", which wait for
   * nothing, nor "hover" and "click", which wait for their anchor. It holds until the path changes.
   */
  trigger(word: string): void;
  /**
   * Shows the snippet with this key or id until it is closed or the path changes, whatever it waits for and however often
   * it was seen or closed. For whom it is, and when, counts.
   */
  show(key: string): void;
}

/** The events of the elements. They bubble, and leave shadow trees. */
export interface HeadsupElementEventMap {
  "headsup-load": CustomEvent<HeadsupEvents["load"]>;
  "headsup-error": CustomEvent<HeadsupEvents["error"]>;
  "headsup-shown": CustomEvent<HeadsupEvents["shown"]>;
  "headsup-dismissed": CustomEvent<HeadsupEvents["dismissed"]>;
  "headsup-seen": CustomEvent<HeadsupEvents["seen"]>;
  "headsup-clicked": CustomEvent<HeadsupEvents["clicked"]>;
  /**
   * A person has followed a link to another page of the product, in this tab. Who prevents the default leads there
   * by other means, such as those of a router.
   */
  "headsup-navigate": CustomEvent<{ item: Item; url: string; path: string }>;
  /** A tour goes to a step, from 1 to `steps`. Who prevents the default keeps it where it is. */
  "headsup-step": CustomEvent<{ item: Item; step: number; steps: number }>;
  "headsup-done": CustomEvent<HeadsupEvents["done"]>;
  "headsup-answered": CustomEvent<HeadsupEvents["answered"]>;
  "headsup-impression": CustomEvent<HeadsupEvents["impression"]>;
  "headsup-opened": CustomEvent<HeadsupEvents["opened"]>;
  "headsup-unread": CustomEvent<HeadsupEvents["unread"]>;
}

declare global {
  interface HTMLElementTagNameMap {
    "headsup-news": HeadsupNews;
    "headsup-tips": HeadsupTips;
  }
  interface HTMLElementEventMap extends HeadsupElementEventMap {}
  interface DocumentEventMap extends HeadsupElementEventMap {}
}
