create schema booking;
grant usage on schema booking to lessonry_app;

create table booking.booking (
  org_id            uuid not null references organisations.organisation (id),
  id                uuid not null,
  code              text not null,
  offering_id       uuid not null,
  status            text not null check (status in ('requested', 'confirmed', 'declined', 'cancelled', 'expired')),
  hold_id           uuid,
  expires_at        timestamptz,
  student_id        uuid,
  booked_by         uuid,
  student_name      text not null check (length(student_name) between 1 and 200),
  student_age       integer check (student_age between 0 and 120),
  email             citext,
  wa_number         text,
  guardian_name     text not null default '',
  guardian_wa       text not null default '',
  experience        text not null default '',
  preferred_days    smallint[] not null default '{}',
  preferred_from    smallint check (preferred_from between 0 and 1439),
  preferred_to      smallint check (preferred_to between 1 and 1440),
  start_date        date,
  instrument_owned  boolean,
  referral_source   text not null default '',
  notes             text not null default '',
  locale            text not null check (locale in ('en', 'fr', 'id', 'ar')),
  price_amount      bigint not null check (price_amount >= 0),
  price_currency    text not null check (price_currency ~ '^[A-Z]{3}$'),
  policy_id         uuid,
  source            text not null check (source in ('public', 'portal', 'office', 'api', 'import')),
  created_at        timestamptz not null,
  search_text       text not null generated always as (
    lower(code || ' ' || student_name || ' ' || guardian_name || ' ' || coalesce(email::text, '') || ' ' || coalesce(wa_number, '') || ' ' || guardian_wa)
  ) stored,
  primary key (org_id, id),
  constraint booking_code_taken unique (org_id, code)
);
comment on table booking.booking is 'Someone''s request for an offering. Applicant details stay as they were given.';
comment on column booking.booking.policy_id is 'The version of the booking policy under which it was made.';
select platform.distribute('booking.booking');
alter table booking.booking
  add foreign key (org_id, offering_id) references catalogue.offering (org_id, id),
  add foreign key (org_id, hold_id) references scheduling.hold (org_id, id) on delete set null (hold_id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, booked_by) references people.person (org_id, id),
  add foreign key (org_id, policy_id) references organisations.policy (org_id, id);
select platform.protect('booking.booking');
create index booking_offering on booking.booking (org_id, offering_id);
create index booking_hold on booking.booking (org_id, hold_id);
create index booking_student on booking.booking (org_id, student_id);
create index booking_booked_by on booking.booking (org_id, booked_by);
create index booking_policy on booking.booking (org_id, policy_id);
create index booking_status on booking.booking (org_id, status, expires_at, id);
create index booking_age on booking.booking (org_id, created_at desc, id desc);
create index booking_search on booking.booking using gin (org_id, search_text gin_trgm_ops);

create table booking.choice (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  booking_id  uuid not null,
  rank        smallint not null check (rank in (1, 2)),
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  teacher_id  uuid not null,
  room_id     uuid,
  lesson_id   uuid,
  check (starts_at < ends_at),
  primary key (org_id, id),
  constraint choice_rank unique (org_id, booking_id, rank)
);
comment on column booking.choice.lesson_id is 'Set when the choice is a place in a lesson that stands already.';
select platform.distribute('booking.choice');
alter table booking.choice
  add foreign key (org_id, booking_id) references booking.booking (org_id, id),
  add foreign key (org_id, teacher_id) references people.person (org_id, id),
  add foreign key (org_id, room_id) references resources.resource (org_id, id),
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id);
select platform.protect('booking.choice');
create index choice_teacher on booking.choice (org_id, teacher_id);
create index choice_room on booking.choice (org_id, room_id);
create index choice_lesson on booking.choice (org_id, lesson_id);

create table booking.confirmation (
  org_id        uuid not null references organisations.organisation (id),
  booking_id    uuid not null,
  choice_id     uuid,
  lesson_id     uuid not null,
  confirmed_by  uuid,
  confirmed_at  timestamptz not null,
  primary key (org_id, booking_id)
);
select platform.distribute('booking.confirmation');
alter table booking.confirmation
  add foreign key (org_id, booking_id) references booking.booking (org_id, id),
  add foreign key (org_id, choice_id) references booking.choice (org_id, id),
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, confirmed_by) references people.person (org_id, id);
select platform.protect('booking.confirmation', 'select, insert');
create index confirmation_choice on booking.confirmation (org_id, choice_id);
create index confirmation_lesson on booking.confirmation (org_id, lesson_id);
create index confirmation_by on booking.confirmation (org_id, confirmed_by);

create table booking.ending (
  org_id      uuid not null references organisations.organisation (id),
  booking_id  uuid not null,
  kind        text not null check (kind in ('declined', 'cancelled', 'expired')),
  reason      text not null default '',
  cost        bigint not null default 0 check (cost >= 0),
  policy_id   uuid,
  ended_by    uuid,
  ended_at    timestamptz not null,
  primary key (org_id, booking_id)
);
comment on table booking.ending is 'How a booking came to an end that is not a lesson: who, when, why, and what it cost under which policy.';
select platform.distribute('booking.ending');
alter table booking.ending
  add foreign key (org_id, booking_id) references booking.booking (org_id, id),
  add foreign key (org_id, policy_id) references organisations.policy (org_id, id),
  add foreign key (org_id, ended_by) references people.person (org_id, id);
-- Deleted only when a request is confirmed after all, although it had expired.
select platform.protect('booking.ending', 'select, insert, delete');
create index ending_policy on booking.ending (org_id, policy_id);
create index ending_by on booking.ending (org_id, ended_by);
