import { platformRole, userFilterObject, userKind, userSorts } from '#shared/schemas/users.ts';
import type { UserFilter } from '#shared/schemas/users.ts';
import type { Sort } from '../../ui/data-table/column.ts';
import { choiceInUrl, choicesInUrl, numberInUrl, optionalInUrl, textInUrl, textsInUrl } from '../../ui/url-state.ts';
import type { UrlValue } from '../../ui/url-state.ts';

export const activities = ['active', 'inactive', 'never'] as const;
export const licenceStates = ['licensed', 'free', 'none'] as const;
export const usualDays = 30;

/** A day as people write it, `2026-11-24`; anything else counts as none. */
const dayInUrl: UrlValue<string | undefined> = {
  read: (texts) => (texts[0] !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(texts[0]) && !Number.isNaN(Date.parse(texts[0])) ? texts[0] : undefined),
  write: (day) => (day === undefined ? [] : [day]),
};

const sortTexts = userSorts.flatMap((column) => [column, `-${column}`] as const);

/** Everything that the screen of users keeps in its URL (C11). */
export const usersView = {
  q: textInUrl(),
  platformRole: choicesInUrl(platformRole.options),
  role: textsInUrl,
  organization: textsInUrl,
  company: textsInUrl,
  department: textsInUrl,
  identitySource: textsInUrl,
  kind: choiceInUrl(userKind.options, undefined),
  mfa: choiceInUrl(['on', 'off'], undefined),
  activity: choiceInUrl(activities, undefined),
  activityDays: numberInUrl,
  licence: choiceInUrl(licenceStates, undefined),
  createdFrom: dayInUrl,
  createdTo: dayInUrl,
  deleted: choiceInUrl(['yes'], undefined),
  sort: choiceInUrl(sortTexts, 'name'),
  record: optionalInUrl,
  tab: textInUrl('profile'),
  new: optionalInUrl,
};

export type UsersView = { [Name in keyof typeof usersView]: (typeof usersView)[Name] extends UrlValue<infer Value> ? Value : never };

/** The view without search and filters. */
export const noFilters = {
  q: '', platformRole: [], role: [], organization: [], company: [], department: [], identitySource: [], kind: undefined, mfa: undefined,
  activity: undefined, activityDays: undefined, licence: undefined, createdFrom: undefined, createdTo: undefined, deleted: undefined,
} as const satisfies Partial<UsersView>;

const someOf = <Value>(values: readonly Value[]): Value[] | undefined => (values.length === 0 ? undefined : [...values]);

/** The beginning of a day, or of the day after it, here, as a UTC time. */
function instantOf(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** What the server is asked (U13): dates are whole days where the person is, `createdTo` included. */
export function filterOf(view: UsersView): Partial<UserFilter> {
  const days = view.activityDays !== undefined && Number.isInteger(view.activityDays) && view.activityDays >= 1 && view.activityDays <= 3650 ? view.activityDays : usualDays;
  const wanted = {
    q: view.q === '' ? undefined : view.q.slice(0, 200),
    platformRole: someOf(view.platformRole),
    role: someOf(view.role),
    organization: someOf(view.organization),
    company: someOf(view.company),
    department: someOf(view.department),
    identitySource: someOf(view.identitySource),
    kind: view.kind,
    mfa: view.mfa === undefined ? undefined : view.mfa === 'on',
    activity: view.activity,
    activityDays: view.activity === undefined || view.activity === 'never' ? undefined : days,
    licence: view.licence,
    createdFrom: view.createdFrom && instantOf(view.createdFrom, 0),
    createdTo: view.createdTo && instantOf(view.createdTo, 1),
    deleted: view.deleted === 'yes' ? true : undefined,
  };
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) as Partial<UserFilter>;
  // A link written by hand can hold anything: what is no filter is left out rather than refused.
  return userFilterObject.safeParse(given).success ? given : withoutWrong(given);
}

function withoutWrong(given: Partial<UserFilter>): Partial<UserFilter> {
  const { shape } = userFilterObject;
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => shape[name as keyof typeof shape].safeParse(value).success)) as Partial<UserFilter>;
}

/** Whether search or any filter narrows the list. */
export const isFiltered = (view: UsersView): boolean => Object.keys(filterOf(view)).length > 0;

export type SortText = UsersView['sort'];

export function sortOf(text: SortText): Sort {
  return text.startsWith('-') ? { column: text.slice(1), direction: 'descending' } : { column: text, direction: 'ascending' };
}

/** The sort as the server and the URL write it; undefined for a column that does not sort. */
export function sortText(sort: Sort): SortText | undefined {
  const text = sort.direction === 'descending' ? `-${sort.column}` : sort.column;
  return sortTexts.find((known) => known === text);
}

/** What every filter of the list is given. */
export interface FilterProps {
  view: UsersView;
  onChange: (change: Partial<UsersView>) => void;
}
