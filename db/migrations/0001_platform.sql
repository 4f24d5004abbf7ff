-- What every other migration leans on: the role the application works as, the two walls, and the platform's own tables.
create extension if not exists btree_gist;
create extension if not exists btree_gin;
create extension if not exists pg_trgm;
create extension if not exists citext;

create schema platform;

-- Roles belong to the whole server, databases come and go: another database may have made this one already.
do $$
begin
  create role lessonry_app nologin;
exception when duplicate_object or unique_violation then
  null;
end $$;
do $$
begin
  execute format('grant lessonry_app to %I', current_user);
exception when invalid_grant_operation or unique_violation then
  null;
end $$;

grant usage on schema platform to lessonry_app;

-- The organisation this transaction acts in; null, and therefore no rows, when it was forgotten.
create function platform.current_org() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.org_id', true), '')::uuid;

create function platform.current_login() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.user_id', true), '')::uuid;

-- Distributes a table by organisation where Citus is installed, and does nothing elsewhere.
create function platform.distribute(relation regclass) returns void language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_distributed_table(%L, %L)', relation, 'org_id');
  end if;
end $$;

-- The second wall: rows of another organisation do not exist for the application's role. `rights` is what that role may do.
create function platform.protect(relation regclass, rights text default 'select, insert, update, delete')
returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format(
    'create policy same_organisation on %s using (org_id = platform.current_org()) with check (org_id = platform.current_org())',
    relation);
  execute format('grant %s on %s to lessonry_app', rights, relation);
end $$;

create table platform.event (
  org_id       uuid not null,
  id           uuid not null,
  name         text not null,
  subject_kind text not null,
  subject_id   uuid not null,
  actor_kind   text not null check (actor_kind in ('person', 'visitor', 'system', 'import')),
  actor_id     uuid,
  actor_name   text not null,
  happened_at  timestamptz not null,
  request_id   text,
  address      text,
  payload      jsonb not null default '{}',
  primary key (org_id, id)
);
comment on table platform.event is 'Everything that happened. Only grows: the audit page, notifications, live updates and reports read from it.';
comment on column platform.event.address is 'Network address the request came from; personal data, shown in the audit page only.';
select platform.distribute('platform.event');
select platform.protect('platform.event', 'select, insert');
create index event_subject on platform.event (org_id, subject_kind, subject_id, id desc);
create index event_name on platform.event (org_id, name, id desc);
create index event_actor on platform.event (org_id, actor_id, id desc);

create table platform.stuck_reaction (
  org_id     uuid not null,
  id         uuid not null,
  event_id   uuid not null,
  job        text not null,
  reason     text not null default '',
  failed_at  timestamptz not null,
  primary key (org_id, id),
  constraint stuck_reaction_once unique (org_id, event_id, job)
);
comment on table platform.stuck_reaction is 'What should have followed from an event and was given up after its last try; the office has it tried again or lets it go.';
select platform.distribute('platform.stuck_reaction');
alter table platform.stuck_reaction add foreign key (org_id, event_id) references platform.event (org_id, id);
select platform.protect('platform.stuck_reaction');

create table platform.idempotency_key (
  key          text primary key,
  fingerprint  text not null,
  status       integer,
  body         text,
  created_at   timestamptz not null
);
comment on table platform.idempotency_key is 'The answer to a write, kept under the key its sender chose, so that sending it again gives the same answer. Key and body are hashed with who sent them.';
create index idempotency_key_age on platform.idempotency_key (created_at);
grant select, insert, update, delete on platform.idempotency_key to lessonry_app;

create table platform.file (
  org_id       uuid not null,
  id           uuid not null,
  sha256       text not null,
  media_type   text not null,
  name         text not null,
  size_bytes   bigint not null check (size_bytes >= 0),
  created_at   timestamptz not null,
  primary key (org_id, id)
);
comment on table platform.file is 'What somebody uploaded; the bytes lie in the data folder under their hash. A row that no foreign key points at is forgotten after a day.';
select platform.distribute('platform.file');
select platform.protect('platform.file');
