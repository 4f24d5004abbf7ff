alter table platform.event add column change_id uuid;
comment on column platform.event.change_id is 'The change it belongs to, when that could be taken back for a moment.';

create table platform.change (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  name        text not null,
  actor_kind  text not null check (actor_kind in ('person', 'visitor', 'system', 'import')),
  actor_id    uuid,
  made_at     timestamptz not null,
  memory      jsonb,
  told_at     timestamptz,
  undone_at   timestamptz,
  check (told_at is null or undone_at is null),
  primary key (org_id, id)
);
comment on table platform.change is 'What somebody may take back for some seconds. Either it is told or it is undone: whoever sets one first decides.';
comment on column platform.change.memory is 'How everything was before; forgotten after an hour.';
select platform.distribute('platform.change');
select platform.protect('platform.change');
create index change_age on platform.change (org_id, made_at);

create table booking.make_up (
  org_id             uuid not null references organisations.organisation (id),
  id                 uuid not null,
  student_id         uuid not null,
  offering_id        uuid not null,
  missed_lesson_id   uuid not null,
  expires_on         date not null,
  created_at         timestamptz not null,
  settled_lesson_id  uuid,
  settled_at         timestamptz,
  check ((settled_lesson_id is null) = (settled_at is null)),
  primary key (org_id, id),
  constraint make_up_once unique (org_id, missed_lesson_id, student_id)
);
comment on table booking.make_up is 'A lesson that the school owes a student, because it could not hold one.';
comment on column booking.make_up.expires_on is 'The last day on which it can be held, itself included.';
select platform.distribute('booking.make_up');
alter table booking.make_up
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, offering_id) references catalogue.offering (org_id, id),
  add foreign key (org_id, missed_lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, settled_lesson_id) references scheduling.lesson (org_id, id);
select platform.protect('booking.make_up');
create index make_up_student on booking.make_up (org_id, student_id);
create index make_up_offering on booking.make_up (org_id, offering_id);
create index make_up_missed on booking.make_up (org_id, missed_lesson_id);
create index make_up_settled on booking.make_up (org_id, settled_lesson_id);

create table teaching.absence (
  org_id        uuid not null references organisations.organisation (id),
  id            uuid not null,
  teacher_id    uuid not null,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  reason        text not null default '',
  recorded_by   uuid,
  recorded_at   timestamptz not null,
  check (starts_at < ends_at),
  primary key (org_id, id)
);
comment on table teaching.absence is 'A teacher who could not be there, and what became of the lessons.';
comment on column teaching.absence.reason is 'For the office; families are never told why.';
select platform.distribute('teaching.absence');
alter table teaching.absence
  add foreign key (org_id, teacher_id) references people.person (org_id, id),
  add foreign key (org_id, recorded_by) references people.person (org_id, id);
select platform.protect('teaching.absence');
create index absence_teacher on teaching.absence (org_id, teacher_id);
create index absence_recorded_by on teaching.absence (org_id, recorded_by);

create table teaching.absence_lesson (
  org_id         uuid not null references organisations.organisation (id),
  absence_id     uuid not null,
  lesson_id      uuid not null,
  change         text not null check (change in ('cover', 'online', 'other_time', 'make_up')),
  was_starts_at  timestamptz not null,
  was_ends_at    timestamptz not null,
  primary key (org_id, absence_id, lesson_id)
);
comment on table teaching.absence_lesson is 'What was done about one lesson; what it is now stands with the lesson.';
select platform.distribute('teaching.absence_lesson');
alter table teaching.absence_lesson
  add foreign key (org_id, absence_id) references teaching.absence (org_id, id) on delete cascade,
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id);
select platform.protect('teaching.absence_lesson');
create index absence_lesson_absence on teaching.absence_lesson (org_id, absence_id);
create index absence_lesson_lesson on teaching.absence_lesson (org_id, lesson_id);

create table booking.move (
  org_id         uuid not null references organisations.organisation (id),
  id             uuid not null,
  booking_id     uuid not null,
  was_starts_at  timestamptz not null,
  starts_at      timestamptz not null,
  policy_id      uuid not null,
  moved_by       uuid,
  moved_at       timestamptz not null,
  primary key (org_id, id)
);
comment on table booking.move is 'Each time a family moved its lesson itself, and the version of the policy that let it.';
select platform.distribute('booking.move');
alter table booking.move
  add foreign key (org_id, booking_id) references booking.booking (org_id, id),
  add foreign key (org_id, policy_id) references organisations.policy (org_id, id),
  add foreign key (org_id, moved_by) references people.person (org_id, id);
select platform.protect('booking.move', 'select, insert, delete');
create index move_booking on booking.move (org_id, booking_id);
create index move_policy on booking.move (org_id, policy_id);
create index move_moved_by on booking.move (org_id, moved_by);
