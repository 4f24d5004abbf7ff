create schema teaching;
grant usage on schema teaching to lessonry_app;

create table teaching.attendance (
  org_id        uuid not null references organisations.organisation (id),
  lesson_id     uuid not null,
  student_id    uuid not null,
  status        text not null check (status in ('present', 'late', 'absent', 'excused')),
  minutes_late  smallint not null default 0 check (minutes_late between 0 and 600),
  marked_by     uuid not null,
  marked_at     timestamptz not null,
  primary key (org_id, lesson_id, student_id)
);
select platform.distribute('teaching.attendance');
alter table teaching.attendance
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, marked_by) references people.person (org_id, id);
select platform.protect('teaching.attendance');
create index attendance_student on teaching.attendance (org_id, student_id);
create index attendance_marked_by on teaching.attendance (org_id, marked_by);

create table teaching.note (
  org_id        uuid not null references organisations.organisation (id),
  lesson_id     uuid not null,
  student_id    uuid not null,
  shared_text   text not null default '',
  private_text  text not null default '',
  homework      text not null default '',
  written_by    uuid not null,
  written_at    timestamptz not null,
  primary key (org_id, lesson_id, student_id)
);
comment on column teaching.note.shared_text is 'The student and confirmed guardians read it.';
comment on column teaching.note.private_text is 'Teachers and the office only.';
select platform.distribute('teaching.note');
alter table teaching.note
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, written_by) references people.person (org_id, id);
select platform.protect('teaching.note');
create index note_student on teaching.note (org_id, student_id);
create index note_written_by on teaching.note (org_id, written_by);
