create schema calendars;
grant usage on schema calendars to lessonry_app;

-- Calendars out: a secret address for each person and each resource.
create table calendars.feed (
  org_id              uuid not null references organisations.organisation (id),
  id                  uuid not null,
  person_id           uuid,
  resource_id         uuid,
  secret_hash         bytea not null,
  created_by          uuid not null,
  created_at          timestamptz not null,
  last_read_at        timestamptz,
  content_hash        bytea,
  content_changed_at  timestamptz,
  check (num_nonnulls(person_id, resource_id) = 1),
  primary key (org_id, id),
  constraint feed_once_per_person unique (org_id, person_id),
  constraint feed_once_per_resource unique (org_id, resource_id)
);
comment on column calendars.feed.secret_hash is 'SHA-256 of the secret in the address; the address itself is shown once and stored nowhere.';
comment on column calendars.feed.created_by is 'Who was shown the address. It is dead while they are no member.';
comment on column calendars.feed.content_changed_at is 'When what the address gives last became another text.';
select platform.distribute('calendars.feed');
alter table calendars.feed
  add foreign key (org_id, person_id) references people.person (org_id, id),
  add foreign key (org_id, resource_id) references resources.resource (org_id, id),
  add foreign key (org_id, created_by) references people.person (org_id, id);
select platform.protect('calendars.feed');
create unique index feed_secret on calendars.feed (org_id, secret_hash);
create index feed_created_by on calendars.feed (org_id, created_by);

create table calendars.revision (
  org_id        uuid not null references organisations.organisation (id),
  lesson_id     uuid not null,
  subject_id    uuid not null,
  sequence      integer not null default 0,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  teacher_id    uuid not null,
  room_id       uuid,
  is_cancelled  boolean not null,
  changed_at    timestamptz not null,
  primary key (org_id, lesson_id, subject_id)
);
comment on table calendars.revision is 'What calendars were last told of a lesson, and how often that has changed (RFC 5545, SEQUENCE).';
comment on column calendars.revision.subject_id is 'The student whose event it is; the lesson itself for teachers, rooms, vehicles and equipment.';
select platform.distribute('calendars.revision');
alter table calendars.revision
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id) on delete cascade;
select platform.protect('calendars.revision');
create index revision_lesson on calendars.revision (org_id, lesson_id);

-- Calendars in: addresses of teachers' own calendars.
create table calendars.outside_calendar (
  org_id           uuid not null references organisations.organisation (id),
  id               uuid not null,
  person_id        uuid not null,
  name             text not null check (length(name) between 1 and 80),
  address          text not null,
  created_at       timestamptz not null,
  next_fetch_at    timestamptz not null,
  last_tried_at    timestamptz,
  last_fetched_at  timestamptz,
  failures         integer not null default 0,
  error            text,
  events           integer not null default 0,
  etag             text,
  last_modified    text,
  expanded_on      date,
  primary key (org_id, id),
  constraint outside_calendar_once unique (org_id, person_id, address)
);
comment on column calendars.outside_calendar.address is 'A secret of its owner: it leaves the database only to be fetched.';
comment on column calendars.outside_calendar.error is 'A code of messages/calendars, null when the last try went well.';
comment on column calendars.outside_calendar.expanded_on is 'The day from which repeated events were counted on; on a later day an unchanged file is read again.';
select platform.distribute('calendars.outside_calendar');
alter table calendars.outside_calendar add foreign key (org_id, person_id) references people.person (org_id, id);
select platform.protect('calendars.outside_calendar');
create index outside_calendar_person on calendars.outside_calendar (org_id, person_id);
create index outside_calendar_due on calendars.outside_calendar (org_id, next_fetch_at);

create table scheduling.outside_busy (
  org_id     uuid not null references organisations.organisation (id),
  id         uuid not null,
  person_id  uuid not null,
  source_id  uuid not null,
  starts_at  timestamptz not null,
  ends_at    timestamptz not null,
  check (starts_at < ends_at),
  primary key (org_id, id)
);
comment on table scheduling.outside_busy is 'When a teacher is busy by calendars outside: it stops new lessons, overlaps with anything, and says nothing of what it is.';
comment on column scheduling.outside_busy.source_id is 'The calendar it came from; all of its stretches are replaced together.';
select platform.distribute('scheduling.outside_busy');
alter table scheduling.outside_busy add foreign key (org_id, person_id) references people.person (org_id, id);
select platform.protect('scheduling.outside_busy');
create index outside_busy_person on scheduling.outside_busy (org_id, person_id, ends_at) include (starts_at);
create index outside_busy_source on scheduling.outside_busy (org_id, source_id);

-- Invitations travel with the mail that tells of a lesson.
alter table platform.mail
  add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  add column calendar text,
  add check ((calendar_method is null) = (calendar is null));
comment on column platform.mail.calendar is 'The lesson as iCalendar (RFC 5546), for the calendar of the recipient.';
