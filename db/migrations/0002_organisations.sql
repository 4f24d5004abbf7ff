create schema organisations;
grant usage on schema organisations to lessonry_app;

create table organisations.organisation (
  id                   uuid primary key,
  slug                 citext not null constraint organisation_slug_taken unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'),
  name                 text not null check (length(name) between 1 and 120),
  preset               text not null check (preset in ('music-school', 'driving-school', 'tutoring-centre', 'academic-help', 'marketplace')),
  headline             text not null default '',
  description          text not null default '',
  address              text not null default '',
  phone                text not null default '',
  email                text not null default '',
  tax_number           text not null default '',
  payment_instructions text not null default '',
  country              text not null check (country ~ '^[A-Z]{2}$'),
  zone                 text not null,
  currency             text not null check (currency ~ '^[A-Z]{3}$'),
  locale               text not null check (locale in ('en', 'fr', 'id', 'ar')),
  accent_hue           integer not null default 195 check (accent_hue between 0 and 359),
  accent_chroma        integer not null default 85 check (accent_chroma between 0 and 200),
  holiday_area         text not null default '' check (holiday_area ~ '^([A-Z]{2}(-[A-Za-z0-9]{1,8}){0,2})?$'),
  is_demonstration     boolean not null default false,
  created_at           timestamptz not null
);
comment on column organisations.organisation.zone is 'IANA zone in which the opening hours and closures are meant.';
comment on column organisations.organisation.holiday_area is 'Country, and where it has some its state and region, whose public holidays were chosen last: FR, DE-BY; empty before.';
comment on column organisations.organisation.accent_chroma is 'OKLCH chroma in thousandths; lightness belongs to the design, so no choice can break contrast.';

-- Every organisation''s name and address are on its public page; only its own people change it.
alter table organisations.organisation enable row level security;
create policy anyone_reads on organisations.organisation for select using (true);
create policy own_changes on organisations.organisation for update using (id = platform.current_org());
create policy own_creates on organisations.organisation for insert with check (id = platform.current_org());
grant select, insert, update on organisations.organisation to lessonry_app;

alter table platform.event add foreign key (org_id) references organisations.organisation (id);
alter table platform.stuck_reaction add foreign key (org_id) references organisations.organisation (id);
alter table platform.file add foreign key (org_id) references organisations.organisation (id);

create table organisations.opening_hours (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  weekday      smallint not null check (weekday between 1 and 7),
  from_minute  smallint not null check (from_minute between 0 and 1439),
  to_minute    smallint not null check (to_minute between 1 and 1440),
  check (from_minute < to_minute),
  primary key (org_id, id)
);
comment on column organisations.opening_hours.weekday is 'ISO: Monday is 1.';
select platform.distribute('organisations.opening_hours');
select platform.protect('organisations.opening_hours');

create table organisations.closure (
  org_id     uuid not null references organisations.organisation (id),
  id         uuid not null,
  from_date  date not null,
  to_date    date not null,
  name       text not null check (length(name) between 1 and 120),
  holiday    text,
  check (from_date <= to_date),
  primary key (org_id, id),
  constraint closure_holiday_once unique (org_id, holiday)
);
comment on column organisations.closure.to_date is 'Last closed day, itself included.';
comment on column organisations.closure.holiday is 'Which public holiday it is, as country and first day; null for what the office closed by hand.';
select platform.distribute('organisations.closure');
select platform.protect('organisations.closure');

create table organisations.policy (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  kind        text not null check (kind in ('booking', 'cancellation', 'moving', 'invoicing')),
  version     integer not null check (version > 0),
  valid_from  timestamptz not null,
  terms       jsonb not null,
  primary key (org_id, id),
  constraint policy_version_taken unique (org_id, kind, version)
);
comment on table organisations.policy is 'Dated versions; what was decided under a version keeps pointing at it.';
select platform.distribute('organisations.policy');
select platform.protect('organisations.policy', 'select, insert');

create table organisations.counter (
  org_id  uuid not null references organisations.organisation (id),
  name    text not null,
  value   bigint not null check (value >= 0),
  primary key (org_id, name)
);
comment on table organisations.counter is 'Numbers without gaps: raised in the transaction that uses the number.';
select platform.distribute('organisations.counter');
select platform.protect('organisations.counter', 'select, insert, update');

create table organisations.logo (
  org_id   uuid not null references organisations.organisation (id),
  file_id  uuid not null,
  primary key (org_id)
);
comment on table organisations.logo is 'Apart from the organisation, whose table a cluster keeps whole on every machine and which therefore cannot point at a file.';
select platform.distribute('organisations.logo');
alter table organisations.logo add foreign key (org_id, file_id) references platform.file (org_id, id);
select platform.protect('organisations.logo');
create index logo_file on organisations.logo (org_id, file_id);

create table platform.mail (
  org_id          uuid not null references organisations.organisation (id),
  id              uuid not null,
  unique_key      text not null,
  recipient       text not null check (recipient ~ '^[^\s@<>,;:"]+@[^\s@<>,;:"]+$'),
  recipient_name  text not null default '',
  locale          text not null check (locale in ('en', 'fr', 'id', 'ar')),
  subject         text not null,
  body_text       text not null,
  body_html       text not null,
  status          text not null check (status in ('queued', 'sent', 'kept', 'failed')),
  attempts        integer not null default 0,
  last_error      text not null default '',
  created_at      timestamptz not null,
  sent_at         timestamptz,
  retry_at        timestamptz,
  primary key (org_id, id),
  constraint mail_once unique (org_id, unique_key)
);
comment on table platform.mail is 'Every mail, written in the transaction that wants it and sent afterwards.';
comment on column platform.mail.unique_key is 'What the mail is about and for whom: asking twice makes one mail.';
comment on column platform.mail.retry_at is 'Not tried again before this: set with each try, so that a crash in the middle is followed by another try.';
comment on column platform.mail.status is '"kept": no mail server is set up, so it waits in the outbox and is never lost.';
select platform.distribute('platform.mail');
select platform.protect('platform.mail');
create index mail_status on platform.mail (org_id, status, id desc);
create index mail_queued on platform.mail (id) where status = 'queued';
