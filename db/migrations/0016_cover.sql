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
