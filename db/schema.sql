-- The migrated database, written by `lessonry schema`. Do not edit.

CREATE OR REPLACE FUNCTION people.find_people(word text, pattern text)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'public', 'pg_temp'
 SET "pg_trgm.word_similarity_threshold" TO '0.4'
 SET enable_seqscan TO 'off'
AS $function$
  select id from people.person
  where org_id = platform.current_org() and (search_text %> word or search_text like pattern)
$function$;

CREATE OR REPLACE FUNCTION platform.current_login()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION platform.current_org()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION platform.distribute(relation regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_distributed_table(%L, %L)', relation, 'org_id');
  end if;
end $function$;

CREATE OR REPLACE FUNCTION platform.protect(relation regclass, rights text DEFAULT 'select, insert, update, delete'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', relation);
  execute format(
    'create policy same_organisation on %s using (org_id = platform.current_org()) with check (org_id = platform.current_org())',
    relation);
  execute format('grant %s on %s to lessonry_app', rights, relation);
end $function$;

--   balance: Debits less credits, in the smallest unit; kept in the transaction of each transfer. A receivable above zero is what a family owes.
create table billing.account (
  org_id uuid not null,
  id uuid not null,
  purpose text not null,
  family_id uuid,
  unit text not null,
  balance bigint not null default 0,
  may_go_below_zero boolean not null,
  constraint account_check CHECK ((may_go_below_zero OR (balance >= 0))),
  constraint account_check1 CHECK (((purpose = 'receivable'::text) = (family_id IS NOT NULL))),
  constraint account_purpose_check CHECK ((purpose = ANY (ARRAY['receivable'::text, 'income'::text, 'cash'::text, 'bank'::text]))),
  constraint account_unit_check CHECK ((unit ~ '^[A-Z]{3}$'::text)),
  constraint account_org_id_family_id_fkey FOREIGN KEY (org_id, family_id) REFERENCES people.family(org_id, id),
  constraint account_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint account_pkey PRIMARY KEY (org_id, id),
  constraint account_once UNIQUE NULLS NOT DISTINCT (org_id, purpose, family_id, unit)
);
CREATE INDEX account_family ON billing.account USING btree (org_id, family_id);
create policy same_organisation on billing.account for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select, update on billing.account to lessonry_app;

-- Which payment pays which invoice. What is not allocated is the family's balance.
create table billing.allocation (
  org_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount bigint not null,
  created_at timestamp with time zone not null,
  constraint allocation_amount_check CHECK ((amount > 0)),
  constraint allocation_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint allocation_org_id_invoice_id_fkey FOREIGN KEY (org_id, invoice_id) REFERENCES billing.invoice(org_id, id),
  constraint allocation_org_id_payment_id_fkey FOREIGN KEY (org_id, payment_id) REFERENCES billing.payment(org_id, id),
  constraint allocation_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX allocation_invoice ON billing.allocation USING btree (org_id, invoice_id);
CREATE INDEX allocation_payment ON billing.allocation USING btree (org_id, payment_id);
create policy same_organisation on billing.allocation for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on billing.allocation to lessonry_app;

-- What one lesson costs one student, decided when attendance was recorded; or what cancelling it too late costs.
--   booking_id: The booking that was cancelled too late: a fee is charged once for it.
--   decision: The rule, its version and its inputs: the answer to "why this much?".
create table billing.charge (
  org_id uuid not null,
  id uuid not null,
  family_id uuid not null,
  student_id uuid not null,
  lesson_id uuid not null,
  kind text not null default 'lesson'::text,
  booking_id uuid,
  amount bigint not null,
  currency text not null,
  decision jsonb not null,
  created_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  constraint charge_amount_check CHECK ((amount >= 0)),
  constraint charge_check CHECK (((kind = 'cancellation'::text) = (booking_id IS NOT NULL))),
  constraint charge_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint charge_kind_check CHECK ((kind = ANY (ARRAY['lesson'::text, 'cancellation'::text]))),
  constraint charge_org_id_family_id_fkey FOREIGN KEY (org_id, family_id) REFERENCES people.family(org_id, id),
  constraint charge_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint charge_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint charge_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint charge_pkey PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX cancellation_charged_once ON billing.charge USING btree (org_id, booking_id) WHERE ((withdrawn_at IS NULL) AND (kind = 'cancellation'::text));
CREATE INDEX charge_family ON billing.charge USING btree (org_id, family_id);
CREATE INDEX charge_lesson ON billing.charge USING btree (org_id, lesson_id);
CREATE UNIQUE INDEX charge_once ON billing.charge USING btree (org_id, lesson_id, student_id) WHERE ((withdrawn_at IS NULL) AND (kind = 'lesson'::text));
CREATE INDEX charge_student ON billing.charge USING btree (org_id, student_id);
create policy same_organisation on billing.charge for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on billing.charge to lessonry_app;

-- The fingerprint of an invoice's PDF in its own language when it was first made; later ones are compared with it.
create table billing.document (
  org_id uuid not null,
  invoice_id uuid not null,
  sha256 text not null,
  made_at timestamp with time zone not null,
  constraint document_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint document_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint document_org_id_invoice_id_fkey FOREIGN KEY (org_id, invoice_id) REFERENCES billing.invoice(org_id, id),
  constraint document_pkey PRIMARY KEY (org_id, invoice_id)
);
create policy same_organisation on billing.document for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on billing.document to lessonry_app;

create table billing.entry (
  org_id uuid not null,
  id uuid not null,
  cause text not null,
  subject_id uuid not null,
  reverses_id uuid,
  happened_on date not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid,
  constraint entry_cause_check CHECK ((cause = ANY (ARRAY['invoice'::text, 'payment'::text, 'refund'::text, 'credit_note'::text, 'correction'::text]))),
  constraint entry_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint entry_org_id_recorded_by_fkey FOREIGN KEY (org_id, recorded_by) REFERENCES people.person(org_id, id),
  constraint entry_org_id_reverses_id_fkey FOREIGN KEY (org_id, reverses_id) REFERENCES billing.entry(org_id, id),
  constraint entry_pkey PRIMARY KEY (org_id, id),
  constraint entry_once UNIQUE (org_id, cause, subject_id)
);
CREATE INDEX entry_recorded_by ON billing.entry USING btree (org_id, recorded_by);
CREATE INDEX entry_reverses ON billing.entry USING btree (org_id, reverses_id);
create policy same_organisation on billing.entry for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on billing.entry to lessonry_app;

--   number: From a counter in the transaction that issues, so there are no gaps; a draft has none.
--   parties: Names, addresses and tax numbers as they were when it was issued.
--   logo_id: The logo as it was when it was issued.
create table billing.invoice (
  org_id uuid not null,
  id uuid not null,
  number text,
  family_id uuid not null,
  locale text not null,
  currency text not null,
  total bigint not null,
  issued_on date,
  due_on date,
  issued_at timestamp with time zone,
  issued_by uuid,
  parties jsonb,
  logo_id uuid,
  created_at timestamp with time zone not null,
  constraint invoice_check CHECK (((number IS NULL) = (issued_at IS NULL))),
  constraint invoice_check1 CHECK (((issued_at IS NULL) = (parties IS NULL))),
  constraint invoice_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint invoice_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'fr'::text, 'id'::text, 'ar'::text]))),
  constraint invoice_total_check CHECK ((total >= 0)),
  constraint invoice_org_id_family_id_fkey FOREIGN KEY (org_id, family_id) REFERENCES people.family(org_id, id),
  constraint invoice_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint invoice_org_id_issued_by_fkey FOREIGN KEY (org_id, issued_by) REFERENCES people.person(org_id, id),
  constraint invoice_org_id_logo_id_fkey FOREIGN KEY (org_id, logo_id) REFERENCES platform.file(org_id, id),
  constraint invoice_pkey PRIMARY KEY (org_id, id),
  constraint invoice_number_taken UNIQUE (org_id, number)
);
CREATE INDEX invoice_due ON billing.invoice USING btree (org_id, due_on);
CREATE INDEX invoice_family ON billing.invoice USING btree (org_id, family_id, id DESC);
CREATE INDEX invoice_issued_by ON billing.invoice USING btree (org_id, issued_by);
CREATE INDEX invoice_logo ON billing.invoice USING btree (org_id, logo_id);
create policy issued_is_not_changed on billing.invoice for update using ((issued_at IS NULL)) with check (true);
create policy issued_is_not_deleted on billing.invoice for delete using ((issued_at IS NULL));
create policy same_organisation on billing.invoice for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on billing.invoice to lessonry_app;

create table billing.invoice_line (
  org_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  "position" integer not null,
  charge_id uuid,
  description text not null,
  student_name text not null default ''::text,
  happened_at timestamp with time zone,
  quantity integer not null default 1,
  unit_amount bigint not null,
  amount bigint not null,
  constraint invoice_line_check CHECK ((amount = (unit_amount * quantity))),
  constraint invoice_line_description_check CHECK (((length(description) >= 1) AND (length(description) <= 500))),
  constraint invoice_line_position_check CHECK (("position" > 0)),
  constraint invoice_line_quantity_check CHECK ((quantity > 0)),
  constraint invoice_line_unit_amount_check CHECK ((unit_amount >= 0)),
  constraint invoice_line_org_id_charge_id_fkey FOREIGN KEY (org_id, charge_id) REFERENCES billing.charge(org_id, id),
  constraint invoice_line_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint invoice_line_org_id_invoice_id_fkey FOREIGN KEY (org_id, invoice_id) REFERENCES billing.invoice(org_id, id) ON DELETE CASCADE,
  constraint invoice_line_pkey PRIMARY KEY (org_id, id),
  constraint invoice_line_position UNIQUE (org_id, invoice_id, "position")
);
CREATE INDEX invoice_line_charge ON billing.invoice_line USING btree (org_id, charge_id);
CREATE UNIQUE INDEX invoice_line_charge_once ON billing.invoice_line USING btree (org_id, charge_id) WHERE (charge_id IS NOT NULL);
create policy same_organisation on billing.invoice_line for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on billing.invoice_line to lessonry_app;

create table billing.payment (
  org_id uuid not null,
  id uuid not null,
  family_id uuid not null,
  method text not null,
  amount bigint not null,
  currency text not null,
  received_on date not null,
  reference text not null default ''::text,
  recorded_by uuid,
  recorded_at timestamp with time zone not null,
  constraint payment_amount_check CHECK ((amount > 0)),
  constraint payment_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payment_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text]))),
  constraint payment_org_id_family_id_fkey FOREIGN KEY (org_id, family_id) REFERENCES people.family(org_id, id),
  constraint payment_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint payment_org_id_recorded_by_fkey FOREIGN KEY (org_id, recorded_by) REFERENCES people.person(org_id, id),
  constraint payment_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX payment_family ON billing.payment USING btree (org_id, family_id, id DESC);
CREATE INDEX payment_recorded_by ON billing.payment USING btree (org_id, recorded_by);
create policy same_organisation on billing.payment for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on billing.payment to lessonry_app;

-- Money given back out of what a payment has not allocated to invoices.
create table billing.refund (
  org_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  amount bigint not null,
  currency text not null,
  method text not null,
  refunded_on date not null,
  reason text not null default ''::text,
  recorded_by uuid,
  recorded_at timestamp with time zone not null,
  constraint refund_amount_check CHECK ((amount > 0)),
  constraint refund_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint refund_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text]))),
  constraint refund_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint refund_org_id_payment_id_fkey FOREIGN KEY (org_id, payment_id) REFERENCES billing.payment(org_id, id),
  constraint refund_org_id_recorded_by_fkey FOREIGN KEY (org_id, recorded_by) REFERENCES people.person(org_id, id),
  constraint refund_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX refund_payment ON billing.refund USING btree (org_id, payment_id);
CREATE INDEX refund_recorded_by ON billing.refund USING btree (org_id, recorded_by);
create policy same_organisation on billing.refund for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on billing.refund to lessonry_app;

-- Moves an amount from one account to another, so the ledger sums to zero by construction. Never changed, never deleted.
create table billing.transfer (
  org_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  amount bigint not null,
  unit text not null,
  constraint transfer_amount_check CHECK ((amount > 0)),
  constraint transfer_check CHECK ((debit_account_id <> credit_account_id)),
  constraint transfer_unit_check CHECK ((unit ~ '^[A-Z]{3}$'::text)),
  constraint transfer_org_id_credit_account_id_fkey FOREIGN KEY (org_id, credit_account_id) REFERENCES billing.account(org_id, id),
  constraint transfer_org_id_debit_account_id_fkey FOREIGN KEY (org_id, debit_account_id) REFERENCES billing.account(org_id, id),
  constraint transfer_org_id_entry_id_fkey FOREIGN KEY (org_id, entry_id) REFERENCES billing.entry(org_id, id),
  constraint transfer_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint transfer_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX transfer_credit ON billing.transfer USING btree (org_id, credit_account_id);
CREATE INDEX transfer_debit ON billing.transfer USING btree (org_id, debit_account_id);
CREATE INDEX transfer_entry ON billing.transfer USING btree (org_id, entry_id);
create policy same_organisation on billing.transfer for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on billing.transfer to lessonry_app;

-- Someone's request for an offering. Applicant details stay as they were given.
--   policy_id: The version of the booking policy under which it was made.
create table booking.booking (
  org_id uuid not null,
  id uuid not null,
  code text not null,
  offering_id uuid not null,
  status text not null,
  hold_id uuid,
  expires_at timestamp with time zone,
  student_id uuid,
  booked_by uuid,
  student_name text not null,
  student_age integer,
  email citext,
  wa_number text,
  guardian_name text not null default ''::text,
  guardian_wa text not null default ''::text,
  experience text not null default ''::text,
  preferred_days smallint[] not null default '{}'::smallint[],
  preferred_from smallint,
  preferred_to smallint,
  start_date date,
  instrument_owned boolean,
  referral_source text not null default ''::text,
  notes text not null default ''::text,
  locale text not null,
  price_amount bigint not null,
  price_currency text not null,
  policy_id uuid,
  source text not null,
  created_at timestamp with time zone not null,
  search_text text not null generated always as (lower(((((((((((code || ' '::text) || student_name) || ' '::text) || guardian_name) || ' '::text) || COALESCE((email)::text, ''::text)) || ' '::text) || COALESCE(wa_number, ''::text)) || ' '::text) || guardian_wa))) stored,
  constraint booking_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'fr'::text, 'id'::text, 'ar'::text]))),
  constraint booking_preferred_from_check CHECK (((preferred_from >= 0) AND (preferred_from <= 1439))),
  constraint booking_preferred_to_check CHECK (((preferred_to >= 1) AND (preferred_to <= 1440))),
  constraint booking_price_amount_check CHECK ((price_amount >= 0)),
  constraint booking_price_currency_check CHECK ((price_currency ~ '^[A-Z]{3}$'::text)),
  constraint booking_source_check CHECK ((source = ANY (ARRAY['public'::text, 'portal'::text, 'office'::text, 'api'::text, 'import'::text]))),
  constraint booking_status_check CHECK ((status = ANY (ARRAY['requested'::text, 'confirmed'::text, 'declined'::text, 'cancelled'::text, 'expired'::text]))),
  constraint booking_student_age_check CHECK (((student_age >= 0) AND (student_age <= 120))),
  constraint booking_student_name_check CHECK (((length(student_name) >= 1) AND (length(student_name) <= 200))),
  constraint booking_org_id_booked_by_fkey FOREIGN KEY (org_id, booked_by) REFERENCES people.person(org_id, id),
  constraint booking_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint booking_org_id_hold_id_fkey FOREIGN KEY (org_id, hold_id) REFERENCES scheduling.hold(org_id, id) ON DELETE SET NULL (hold_id),
  constraint booking_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint booking_org_id_policy_id_fkey FOREIGN KEY (org_id, policy_id) REFERENCES organisations.policy(org_id, id),
  constraint booking_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint booking_pkey PRIMARY KEY (org_id, id),
  constraint booking_code_taken UNIQUE (org_id, code)
);
CREATE INDEX booking_age ON booking.booking USING btree (org_id, created_at DESC, id DESC);
CREATE INDEX booking_booked_by ON booking.booking USING btree (org_id, booked_by);
CREATE INDEX booking_hold ON booking.booking USING btree (org_id, hold_id);
CREATE INDEX booking_offering ON booking.booking USING btree (org_id, offering_id);
CREATE INDEX booking_policy ON booking.booking USING btree (org_id, policy_id);
CREATE INDEX booking_search ON booking.booking USING gin (org_id, search_text gin_trgm_ops);
CREATE INDEX booking_status ON booking.booking USING btree (org_id, status, expires_at, id);
CREATE INDEX booking_student ON booking.booking USING btree (org_id, student_id);
create policy same_organisation on booking.booking for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on booking.booking to lessonry_app;

--   lesson_id: Set when the choice is a place in a lesson that stands already.
create table booking.choice (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  rank smallint not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  teacher_id uuid not null,
  room_id uuid,
  lesson_id uuid,
  constraint choice_check CHECK ((starts_at < ends_at)),
  constraint choice_rank_check CHECK ((rank = ANY (ARRAY[1, 2]))),
  constraint choice_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES booking.booking(org_id, id),
  constraint choice_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint choice_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint choice_org_id_room_id_fkey FOREIGN KEY (org_id, room_id) REFERENCES resources.resource(org_id, id),
  constraint choice_org_id_teacher_id_fkey FOREIGN KEY (org_id, teacher_id) REFERENCES people.person(org_id, id),
  constraint choice_pkey PRIMARY KEY (org_id, id),
  constraint choice_rank UNIQUE (org_id, booking_id, rank)
);
CREATE INDEX choice_lesson ON booking.choice USING btree (org_id, lesson_id);
CREATE INDEX choice_room ON booking.choice USING btree (org_id, room_id);
CREATE INDEX choice_teacher ON booking.choice USING btree (org_id, teacher_id);
create policy same_organisation on booking.choice for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on booking.choice to lessonry_app;

create table booking.confirmation (
  org_id uuid not null,
  booking_id uuid not null,
  choice_id uuid,
  lesson_id uuid not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone not null,
  constraint confirmation_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES booking.booking(org_id, id),
  constraint confirmation_org_id_choice_id_fkey FOREIGN KEY (org_id, choice_id) REFERENCES booking.choice(org_id, id),
  constraint confirmation_org_id_confirmed_by_fkey FOREIGN KEY (org_id, confirmed_by) REFERENCES people.person(org_id, id),
  constraint confirmation_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint confirmation_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint confirmation_pkey PRIMARY KEY (org_id, booking_id)
);
CREATE INDEX confirmation_by ON booking.confirmation USING btree (org_id, confirmed_by);
CREATE INDEX confirmation_choice ON booking.confirmation USING btree (org_id, choice_id);
CREATE INDEX confirmation_lesson ON booking.confirmation USING btree (org_id, lesson_id);
create policy same_organisation on booking.confirmation for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on booking.confirmation to lessonry_app;

-- How a booking came to an end that is not a lesson: who, when, why, and what it cost under which policy.
create table booking.ending (
  org_id uuid not null,
  booking_id uuid not null,
  kind text not null,
  reason text not null default ''::text,
  cost bigint not null default 0,
  policy_id uuid,
  ended_by uuid,
  ended_at timestamp with time zone not null,
  constraint ending_cost_check CHECK ((cost >= 0)),
  constraint ending_kind_check CHECK ((kind = ANY (ARRAY['declined'::text, 'cancelled'::text, 'expired'::text]))),
  constraint ending_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES booking.booking(org_id, id),
  constraint ending_org_id_ended_by_fkey FOREIGN KEY (org_id, ended_by) REFERENCES people.person(org_id, id),
  constraint ending_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint ending_org_id_policy_id_fkey FOREIGN KEY (org_id, policy_id) REFERENCES organisations.policy(org_id, id),
  constraint ending_pkey PRIMARY KEY (org_id, booking_id)
);
CREATE INDEX ending_by ON booking.ending USING btree (org_id, ended_by);
CREATE INDEX ending_policy ON booking.ending USING btree (org_id, policy_id);
create policy same_organisation on booking.ending for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select on booking.ending to lessonry_app;

-- A student on an offering over a period.
--   student_id: Null only where an older system did not say who.
create table booking.enrolment (
  org_id uuid not null,
  id uuid not null,
  offering_id uuid not null,
  student_id uuid,
  booking_id uuid,
  status text not null,
  enrolled_at timestamp with time zone not null,
  constraint enrolment_status_check CHECK ((status = ANY (ARRAY['active'::text, 'completed'::text, 'cancelled'::text]))),
  constraint enrolment_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES booking.booking(org_id, id),
  constraint enrolment_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint enrolment_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint enrolment_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint enrolment_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX enrolment_booking ON booking.enrolment USING btree (org_id, booking_id);
CREATE INDEX enrolment_offering ON booking.enrolment USING btree (org_id, offering_id);
CREATE INDEX enrolment_student ON booking.enrolment USING btree (org_id, student_id);
create policy same_organisation on booking.enrolment for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on booking.enrolment to lessonry_app;

-- A lesson that the school owes a student, because it could not hold one.
--   expires_on: The last day on which it can be held, itself included.
create table booking.make_up (
  org_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  offering_id uuid not null,
  missed_lesson_id uuid not null,
  expires_on date not null,
  created_at timestamp with time zone not null,
  settled_lesson_id uuid,
  settled_at timestamp with time zone,
  constraint make_up_check CHECK (((settled_lesson_id IS NULL) = (settled_at IS NULL))),
  constraint make_up_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint make_up_org_id_missed_lesson_id_fkey FOREIGN KEY (org_id, missed_lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint make_up_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint make_up_org_id_settled_lesson_id_fkey FOREIGN KEY (org_id, settled_lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint make_up_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint make_up_pkey PRIMARY KEY (org_id, id),
  constraint make_up_once UNIQUE (org_id, missed_lesson_id, student_id)
);
CREATE INDEX make_up_missed ON booking.make_up USING btree (org_id, missed_lesson_id);
CREATE INDEX make_up_offering ON booking.make_up USING btree (org_id, offering_id);
CREATE INDEX make_up_settled ON booking.make_up USING btree (org_id, settled_lesson_id);
CREATE INDEX make_up_student ON booking.make_up USING btree (org_id, student_id);
create policy same_organisation on booking.make_up for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on booking.make_up to lessonry_app;

-- Each time a family moved its lesson itself, and the version of the policy that let it.
create table booking.move (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  was_starts_at timestamp with time zone not null,
  starts_at timestamp with time zone not null,
  policy_id uuid not null,
  moved_by uuid,
  moved_at timestamp with time zone not null,
  constraint move_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES booking.booking(org_id, id),
  constraint move_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint move_org_id_moved_by_fkey FOREIGN KEY (org_id, moved_by) REFERENCES people.person(org_id, id),
  constraint move_org_id_policy_id_fkey FOREIGN KEY (org_id, policy_id) REFERENCES organisations.policy(org_id, id),
  constraint move_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX move_booking ON booking.move USING btree (org_id, booking_id);
CREATE INDEX move_moved_by ON booking.move USING btree (org_id, moved_by);
CREATE INDEX move_policy ON booking.move USING btree (org_id, policy_id);
create policy same_organisation on booking.move for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select on booking.move to lessonry_app;

--   secret_hash: SHA-256 of the secret in the address; the address itself is shown once and stored nowhere.
--   created_by: Who was shown the address. It is dead while they are no member.
--   content_changed_at: When what the address gives last became another text.
create table calendars.feed (
  org_id uuid not null,
  id uuid not null,
  person_id uuid,
  resource_id uuid,
  secret_hash bytea not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  last_read_at timestamp with time zone,
  content_hash bytea,
  content_changed_at timestamp with time zone,
  constraint feed_check CHECK ((num_nonnulls(person_id, resource_id) = 1)),
  constraint feed_org_id_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES people.person(org_id, id),
  constraint feed_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint feed_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint feed_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources.resource(org_id, id),
  constraint feed_pkey PRIMARY KEY (org_id, id),
  constraint feed_once_per_person UNIQUE (org_id, person_id),
  constraint feed_once_per_resource UNIQUE (org_id, resource_id)
);
CREATE INDEX feed_created_by ON calendars.feed USING btree (org_id, created_by);
CREATE UNIQUE INDEX feed_secret ON calendars.feed USING btree (org_id, secret_hash);
create policy same_organisation on calendars.feed for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on calendars.feed to lessonry_app;

--   address: A secret of its owner: it leaves the database only to be fetched.
--   error: A code of messages/calendars, null when the last try went well.
--   expanded_on: The day from which repeated events were counted on; on a later day an unchanged file is read again.
create table calendars.outside_calendar (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  name text not null,
  address text not null,
  created_at timestamp with time zone not null,
  next_fetch_at timestamp with time zone not null,
  last_tried_at timestamp with time zone,
  last_fetched_at timestamp with time zone,
  failures integer not null default 0,
  error text,
  events integer not null default 0,
  etag text,
  last_modified text,
  expanded_on date,
  constraint outside_calendar_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint outside_calendar_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint outside_calendar_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint outside_calendar_pkey PRIMARY KEY (org_id, id),
  constraint outside_calendar_once UNIQUE (org_id, person_id, address)
);
CREATE INDEX outside_calendar_due ON calendars.outside_calendar USING btree (org_id, next_fetch_at);
CREATE INDEX outside_calendar_person ON calendars.outside_calendar USING btree (org_id, person_id);
create policy same_organisation on calendars.outside_calendar for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on calendars.outside_calendar to lessonry_app;

-- What calendars were last told of a lesson, and how often that has changed (RFC 5545, SEQUENCE).
--   subject_id: The student whose event it is; the lesson itself for teachers, rooms, vehicles and equipment.
create table calendars.revision (
  org_id uuid not null,
  lesson_id uuid not null,
  subject_id uuid not null,
  sequence integer not null default 0,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  teacher_id uuid not null,
  room_id uuid,
  is_cancelled boolean not null,
  changed_at timestamp with time zone not null,
  constraint revision_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint revision_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id) ON DELETE CASCADE,
  constraint revision_pkey PRIMARY KEY (org_id, lesson_id, subject_id)
);
CREATE INDEX revision_lesson ON calendars.revision USING btree (org_id, lesson_id);
create policy same_organisation on calendars.revision for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on calendars.revision to lessonry_app;

--   places: More than one makes it a group offering.
create table catalogue.offering (
  org_id uuid not null,
  id uuid not null,
  title text not null,
  description text not null default ''::text,
  subject text not null default ''::text,
  level text not null default ''::text,
  format text not null default 'in_person'::text,
  duration_minutes integer not null,
  places integer not null default 1,
  confirmation text not null default 'office'::text,
  grid_minutes integer not null default 15,
  buffer_before_minutes integer not null default 0,
  buffer_after_minutes integer not null default 0,
  notice_minutes integer not null default 720,
  furthest_days integer not null default 90,
  is_active boolean not null default true,
  hue smallint not null default 1,
  created_at timestamp with time zone not null,
  constraint offering_buffer_after_minutes_check CHECK (((buffer_after_minutes >= 0) AND (buffer_after_minutes <= 240))),
  constraint offering_buffer_before_minutes_check CHECK (((buffer_before_minutes >= 0) AND (buffer_before_minutes <= 240))),
  constraint offering_confirmation_check CHECK ((confirmation = ANY (ARRAY['office'::text, 'instant'::text]))),
  constraint offering_duration_minutes_check CHECK (((duration_minutes >= 5) AND (duration_minutes <= 1440))),
  constraint offering_format_check CHECK ((format = ANY (ARRAY['in_person'::text, 'online'::text]))),
  constraint offering_furthest_days_check CHECK (((furthest_days >= 1) AND (furthest_days <= 730))),
  constraint offering_grid_minutes_check CHECK (((grid_minutes >= 5) AND (grid_minutes <= 240))),
  constraint offering_hue_check CHECK (((hue >= 1) AND (hue <= 8))),
  constraint offering_notice_minutes_check CHECK (((notice_minutes >= 0) AND (notice_minutes <= 525600))),
  constraint offering_places_check CHECK (((places >= 1) AND (places <= 1000))),
  constraint offering_title_check CHECK (((length(title) >= 1) AND (length(title) <= 160))),
  constraint offering_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint offering_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX offering_title ON catalogue.offering USING btree (org_id, is_active, title, id);
create policy same_organisation on catalogue.offering for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on catalogue.offering to lessonry_app;

-- What every lesson takes beside its teacher: one free resource for each row, and no resource twice.
--   features: Every one of these must be among the features of the resource.
create table catalogue.offering_need (
  org_id uuid not null,
  offering_id uuid not null,
  "position" smallint not null,
  kind text not null,
  features text[] not null default '{}'::text[],
  constraint offering_need_kind_check CHECK ((kind = ANY (ARRAY['room'::text, 'vehicle'::text, 'equipment'::text]))),
  constraint offering_need_position_check CHECK ((("position" >= 1) AND ("position" <= 10))),
  constraint offering_need_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint offering_need_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint offering_need_pkey PRIMARY KEY (org_id, offering_id, "position")
);
create policy same_organisation on catalogue.offering_need for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on catalogue.offering_need to lessonry_app;

create table catalogue.offering_teacher (
  org_id uuid not null,
  offering_id uuid not null,
  teacher_id uuid not null,
  constraint offering_teacher_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint offering_teacher_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint offering_teacher_org_id_teacher_id_fkey FOREIGN KEY (org_id, teacher_id) REFERENCES people.person(org_id, id),
  constraint offering_teacher_pkey PRIMARY KEY (org_id, offering_id, teacher_id)
);
CREATE INDEX offering_teacher_teacher ON catalogue.offering_teacher USING btree (org_id, teacher_id);
create policy same_organisation on catalogue.offering_teacher for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on catalogue.offering_teacher to lessonry_app;

-- The price of one lesson for one student; the latest that is valid counts, and of two that begin together the one made last.
--   amount: In the smallest unit of the currency (ISO 4217).
create table catalogue.price (
  org_id uuid not null,
  id uuid not null,
  offering_id uuid not null,
  amount bigint not null,
  currency text not null,
  valid_from timestamp with time zone not null,
  constraint price_amount_check CHECK ((amount >= 0)),
  constraint price_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint price_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint price_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint price_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX price_in_force ON catalogue.price USING btree (org_id, offering_id, valid_from DESC, id DESC);
create policy same_organisation on catalogue.price for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on catalogue.price to lessonry_app;

-- Students taught together over a term.
--   age_from: In whole years on the first day of the term, itself included; so is age_to.
--   zone: IANA zone in which the weekly times are meant.
--   term_price_amount: What all lessons of the term cost one student; null when each lesson is charged as it is held.
create table groups."group" (
  org_id uuid not null,
  id uuid not null,
  offering_id uuid not null,
  name text not null,
  level_from text not null default ''::text,
  level_to text not null default ''::text,
  age_from smallint,
  age_to smallint,
  places integer not null,
  teacher_id uuid not null,
  room_id uuid,
  zone text not null,
  term_from date not null,
  term_to date not null,
  term_price_amount bigint,
  term_price_currency text,
  created_at timestamp with time zone not null,
  constraint group_age_from_check CHECK (((age_from >= 0) AND (age_from <= 120))),
  constraint group_age_to_check CHECK (((age_to >= 0) AND (age_to <= 120))),
  constraint group_check CHECK ((term_from <= term_to)),
  constraint group_check1 CHECK ((age_from <= age_to)),
  constraint group_check2 CHECK (((term_price_amount IS NULL) = (term_price_currency IS NULL))),
  constraint group_level_from_check CHECK ((length(level_from) <= 80)),
  constraint group_level_to_check CHECK ((length(level_to) <= 80)),
  constraint group_name_check CHECK (((length(name) >= 1) AND (length(name) <= 160))),
  constraint group_places_check CHECK (((places >= 1) AND (places <= 1000))),
  constraint group_term_price_amount_check CHECK ((term_price_amount >= 0)),
  constraint group_term_price_currency_check CHECK ((term_price_currency ~ '^[A-Z]{3}$'::text)),
  constraint group_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint group_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint group_org_id_room_id_fkey FOREIGN KEY (org_id, room_id) REFERENCES resources.resource(org_id, id),
  constraint group_org_id_teacher_id_fkey FOREIGN KEY (org_id, teacher_id) REFERENCES people.person(org_id, id),
  constraint group_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX group_name ON groups."group" USING btree (org_id, name, id);
CREATE INDEX group_offering ON groups."group" USING btree (org_id, offering_id);
CREATE INDEX group_room ON groups."group" USING btree (org_id, room_id);
CREATE INDEX group_teacher ON groups."group" USING btree (org_id, teacher_id);
CREATE INDEX group_term ON groups."group" USING btree (org_id, term_to);
create policy same_organisation on groups."group" for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on groups."group" to lessonry_app;

-- The lessons of a group. A lesson belongs to one group at most.
create table groups.group_lesson (
  org_id uuid not null,
  lesson_id uuid not null,
  group_id uuid not null,
  constraint group_lesson_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint group_lesson_org_id_group_id_fkey FOREIGN KEY (org_id, group_id) REFERENCES groups."group"(org_id, id),
  constraint group_lesson_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint group_lesson_pkey PRIMARY KEY (org_id, lesson_id)
);
CREATE INDEX group_lesson_group ON groups.group_lesson USING btree (org_id, group_id);
create policy same_organisation on groups.group_lesson for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on groups.group_lesson to lessonry_app;

-- A place in a lesson of another group, instead of a missed one.
create table groups.make_up (
  org_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  missed_lesson_id uuid not null,
  lesson_id uuid not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  constraint make_up_check CHECK ((missed_lesson_id <> lesson_id)),
  constraint make_up_org_id_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES people.person(org_id, id),
  constraint make_up_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint make_up_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint make_up_org_id_missed_lesson_id_fkey FOREIGN KEY (org_id, missed_lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint make_up_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint make_up_pkey PRIMARY KEY (org_id, id),
  constraint make_up_once UNIQUE (org_id, student_id, missed_lesson_id)
);
CREATE INDEX make_up_created_by ON groups.make_up USING btree (org_id, created_by);
CREATE INDEX make_up_lesson ON groups.make_up USING btree (org_id, lesson_id);
CREATE INDEX make_up_missed ON groups.make_up USING btree (org_id, missed_lesson_id);
create policy same_organisation on groups.make_up for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on groups.make_up to lessonry_app;

--   left_on: The first day on which the student no longer belongs to it.
--   lessons_left: Lessons to come when the student joined; with lessons_in_all and the price, what was agreed to.
create table groups.member (
  org_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  student_id uuid not null,
  joined_on date not null,
  left_on date,
  lessons_left integer not null,
  lessons_in_all integer not null,
  price_amount bigint,
  price_currency text,
  despite_age boolean not null default false,
  joined_by uuid,
  created_at timestamp with time zone not null,
  leaving_reason text not null default ''::text,
  constraint member_check CHECK ((lessons_in_all >= lessons_left)),
  constraint member_check1 CHECK ((left_on >= joined_on)),
  constraint member_check2 CHECK (((price_amount IS NULL) = (price_currency IS NULL))),
  constraint member_leaving_reason_check CHECK ((length(leaving_reason) <= 500)),
  constraint member_lessons_left_check CHECK ((lessons_left > 0)),
  constraint member_price_amount_check CHECK ((price_amount >= 0)),
  constraint member_price_currency_check CHECK ((price_currency ~ '^[A-Z]{3}$'::text)),
  constraint member_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint member_org_id_group_id_fkey FOREIGN KEY (org_id, group_id) REFERENCES groups."group"(org_id, id),
  constraint member_org_id_joined_by_fkey FOREIGN KEY (org_id, joined_by) REFERENCES people.person(org_id, id),
  constraint member_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint member_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX member_group ON groups.member USING btree (org_id, group_id);
CREATE INDEX member_joined_by ON groups.member USING btree (org_id, joined_by);
CREATE UNIQUE INDEX member_once ON groups.member USING btree (org_id, group_id, student_id) WHERE (left_on IS NULL);
CREATE INDEX member_student ON groups.member USING btree (org_id, student_id);
create policy same_organisation on groups.member for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on groups.member to lessonry_app;

-- A free place, kept for one family until a deadline. After the deadline it counts as over even if no job has run.
create table groups.offer (
  org_id uuid not null,
  id uuid not null,
  waiting_id uuid not null,
  hold_id uuid,
  from_on date not null,
  lessons_left integer not null,
  lessons_in_all integer not null,
  price_amount bigint,
  price_currency text,
  offered_at timestamp with time zone not null,
  offered_by uuid,
  expires_at timestamp with time zone not null,
  answer text,
  answered_at timestamp with time zone,
  answered_by uuid,
  constraint offer_answer_check CHECK ((answer = ANY (ARRAY['accepted'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text]))),
  constraint offer_check CHECK ((lessons_in_all >= lessons_left)),
  constraint offer_check1 CHECK (((answer IS NULL) = (answered_at IS NULL))),
  constraint offer_check2 CHECK (((price_amount IS NULL) = (price_currency IS NULL))),
  constraint offer_check3 CHECK ((offered_at < expires_at)),
  constraint offer_lessons_left_check CHECK ((lessons_left > 0)),
  constraint offer_price_amount_check CHECK ((price_amount >= 0)),
  constraint offer_price_currency_check CHECK ((price_currency ~ '^[A-Z]{3}$'::text)),
  constraint offer_org_id_answered_by_fkey FOREIGN KEY (org_id, answered_by) REFERENCES people.person(org_id, id),
  constraint offer_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint offer_org_id_hold_id_fkey FOREIGN KEY (org_id, hold_id) REFERENCES scheduling.hold(org_id, id) ON DELETE SET NULL (hold_id),
  constraint offer_org_id_offered_by_fkey FOREIGN KEY (org_id, offered_by) REFERENCES people.person(org_id, id),
  constraint offer_org_id_waiting_id_fkey FOREIGN KEY (org_id, waiting_id) REFERENCES groups.waiting(org_id, id),
  constraint offer_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX offer_answered_by ON groups.offer USING btree (org_id, answered_by);
CREATE INDEX offer_by ON groups.offer USING btree (org_id, offered_by);
CREATE INDEX offer_expiry ON groups.offer USING btree (org_id, expires_at) WHERE (answer IS NULL);
CREATE INDEX offer_hold ON groups.offer USING btree (org_id, hold_id);
CREATE UNIQUE INDEX offer_open_once ON groups.offer USING btree (org_id, waiting_id) WHERE (answer IS NULL);
CREATE INDEX offer_waiting ON groups.offer USING btree (org_id, waiting_id);
create policy same_organisation on groups.offer for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on groups.offer to lessonry_app;

-- Who waits for a place in a group, in the order of rank.
create table groups.waiting (
  org_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  student_id uuid not null,
  rank integer not null,
  added_at timestamp with time zone not null,
  added_by uuid,
  ended_at timestamp with time zone,
  ended_because text,
  constraint waiting_check CHECK (((ended_at IS NULL) = (ended_because IS NULL))),
  constraint waiting_ended_because_check CHECK ((ended_because = ANY (ARRAY['joined'::text, 'left'::text, 'taken_off'::text, 'declined'::text, 'expired'::text]))),
  constraint waiting_org_id_added_by_fkey FOREIGN KEY (org_id, added_by) REFERENCES people.person(org_id, id),
  constraint waiting_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint waiting_org_id_group_id_fkey FOREIGN KEY (org_id, group_id) REFERENCES groups."group"(org_id, id),
  constraint waiting_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint waiting_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX waiting_added_by ON groups.waiting USING btree (org_id, added_by);
CREATE INDEX waiting_group ON groups.waiting USING btree (org_id, group_id, rank);
CREATE UNIQUE INDEX waiting_once ON groups.waiting USING btree (org_id, group_id, student_id) WHERE (ended_at IS NULL);
CREATE INDEX waiting_student ON groups.waiting USING btree (org_id, student_id);
create policy same_organisation on groups.waiting for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on groups.waiting to lessonry_app;

create table groups.weekly_time (
  org_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  weekday smallint not null,
  from_minute smallint not null,
  constraint weekly_time_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint weekly_time_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7))),
  constraint weekly_time_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint weekly_time_org_id_group_id_fkey FOREIGN KEY (org_id, group_id) REFERENCES groups."group"(org_id, id),
  constraint weekly_time_pkey PRIMARY KEY (org_id, id),
  constraint weekly_time_once UNIQUE (org_id, group_id, weekday, from_minute)
);
create policy same_organisation on groups.weekly_time for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on groups.weekly_time to lessonry_app;

--   subject_id: A person for an invitation, a user for a reset, a booking for a booking, an offer for an offered place.
--   roles: What whoever accepts an invitation becomes.
create table identity.link (
  token_hash bytea not null,
  org_id uuid,
  purpose text not null,
  subject_id uuid not null,
  email citext,
  roles text[] not null default '{}'::text[],
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint link_purpose_check CHECK ((purpose = ANY (ARRAY['invitation'::text, 'password-reset'::text, 'email-verification'::text, 'booking'::text, 'place-offer'::text]))),
  constraint link_roles_check CHECK ((roles <@ ARRAY['owner'::text, 'office'::text, 'teacher'::text, 'guardian'::text, 'student'::text])),
  constraint link_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint link_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX link_organisation ON identity.link USING btree (org_id);
CREATE INDEX link_subject ON identity.link USING btree (purpose, subject_id);
grant delete, insert, select, update on identity.link to lessonry_app;

create table identity.membership (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  roles text[] not null,
  status text not null default 'active'::text,
  created_at timestamp with time zone not null,
  constraint membership_roles_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['owner'::text, 'office'::text, 'teacher'::text, 'guardian'::text, 'student'::text]))),
  constraint membership_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text]))),
  constraint membership_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity."user"(id),
  constraint membership_pkey PRIMARY KEY (org_id, id),
  constraint membership_once UNIQUE (org_id, user_id)
);
CREATE INDEX membership_user ON identity.membership USING btree (user_id);
create policy own_memberships on identity.membership for select using ((user_id = platform.current_login()));
create policy same_organisation on identity.membership for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on identity.membership to lessonry_app;

--   token_hash: SHA-256 of the opaque token; the token itself is only in the cookie.
create table identity.session (
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  user_agent text not null default ''::text,
  address text not null default ''::text,
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity."user"(id),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_taken UNIQUE (token_hash)
);
CREATE INDEX session_expiry ON identity.session USING btree (expires_at);
CREATE INDEX session_of_user ON identity.session USING btree (user_id);
grant delete, insert, select, update on identity.session to lessonry_app;

--   address_key: The IPv4 address, or the /64 of an IPv6 address.
create table identity.sign_in_attempt (
  id uuid not null,
  account_key text not null,
  address_key text not null,
  happened_at timestamp with time zone not null,
  constraint sign_in_attempt_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_attempt_account ON identity.sign_in_attempt USING btree (account_key, happened_at);
CREATE INDEX sign_in_attempt_address ON identity.sign_in_attempt USING btree (address_key, happened_at);
grant delete, insert, select on identity.sign_in_attempt to lessonry_app;

--   password_hash: argon2id in PHC form; null until a password is chosen.
create table identity."user" (
  id uuid not null,
  email citext not null,
  password_hash text,
  email_verified_at timestamp with time zone,
  locale text not null default 'en'::text,
  status text not null default 'active'::text,
  created_at timestamp with time zone not null,
  constraint user_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'fr'::text, 'id'::text, 'ar'::text]))),
  constraint user_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'active'::text, 'suspended'::text]))),
  constraint user_pkey PRIMARY KEY (id),
  constraint user_email_taken UNIQUE (email)
);
grant insert, select, update on identity."user" to lessonry_app;

--   unique_key: Event, person and kind: handling an event twice makes one notification.
create table notifications.notification (
  org_id uuid not null,
  id uuid not null,
  unique_key text not null,
  person_id uuid not null,
  kind text not null,
  arguments jsonb not null default '{}'::jsonb,
  path text not null default ''::text,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint notification_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint notification_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint notification_pkey PRIMARY KEY (org_id, id),
  constraint notification_once UNIQUE (org_id, unique_key)
);
CREATE INDEX notification_person ON notifications.notification USING btree (org_id, person_id, id DESC);
create policy same_organisation on notifications.notification for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on notifications.notification to lessonry_app;

--   to_date: Last closed day, itself included.
--   holiday: Which public holiday it is, as country and first day; null for what the office closed by hand.
create table organisations.closure (
  org_id uuid not null,
  id uuid not null,
  from_date date not null,
  to_date date not null,
  name text not null,
  holiday text,
  constraint closure_check CHECK ((from_date <= to_date)),
  constraint closure_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint closure_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint closure_pkey PRIMARY KEY (org_id, id),
  constraint closure_holiday_once UNIQUE (org_id, holiday)
);
create policy same_organisation on organisations.closure for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on organisations.closure to lessonry_app;

-- Numbers without gaps: raised in the transaction that uses the number.
create table organisations.counter (
  org_id uuid not null,
  name text not null,
  value bigint not null,
  constraint counter_value_check CHECK ((value >= 0)),
  constraint counter_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint counter_pkey PRIMARY KEY (org_id, name)
);
create policy same_organisation on organisations.counter for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select, update on organisations.counter to lessonry_app;

-- Apart from the organisation, whose table a cluster keeps whole on every machine and which therefore cannot point at a file.
create table organisations.logo (
  org_id uuid not null,
  file_id uuid not null,
  constraint logo_org_id_file_id_fkey FOREIGN KEY (org_id, file_id) REFERENCES platform.file(org_id, id),
  constraint logo_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint logo_pkey PRIMARY KEY (org_id)
);
CREATE INDEX logo_file ON organisations.logo USING btree (org_id, file_id);
create policy same_organisation on organisations.logo for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on organisations.logo to lessonry_app;

--   weekday: ISO: Monday is 1.
create table organisations.opening_hours (
  org_id uuid not null,
  id uuid not null,
  weekday smallint not null,
  from_minute smallint not null,
  to_minute smallint not null,
  constraint opening_hours_check CHECK ((from_minute < to_minute)),
  constraint opening_hours_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint opening_hours_to_minute_check CHECK (((to_minute >= 1) AND (to_minute <= 1440))),
  constraint opening_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7))),
  constraint opening_hours_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint opening_hours_pkey PRIMARY KEY (org_id, id)
);
create policy same_organisation on organisations.opening_hours for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on organisations.opening_hours to lessonry_app;

--   zone: IANA zone in which the opening hours and closures are meant.
--   accent_chroma: OKLCH chroma in thousandths; lightness belongs to the design, so no choice can break contrast.
--   holiday_area: Country, and where it has some its state and region, whose public holidays were chosen last: FR, DE-BY; empty before.
create table organisations.organisation (
  id uuid not null,
  slug citext not null,
  name text not null,
  preset text not null,
  headline text not null default ''::text,
  description text not null default ''::text,
  address text not null default ''::text,
  phone text not null default ''::text,
  email text not null default ''::text,
  tax_number text not null default ''::text,
  payment_instructions text not null default ''::text,
  country text not null,
  zone text not null,
  currency text not null,
  locale text not null,
  accent_hue integer not null default 195,
  accent_chroma integer not null default 85,
  holiday_area text not null default ''::text,
  is_demonstration boolean not null default false,
  created_at timestamp with time zone not null,
  constraint organisation_accent_chroma_check CHECK (((accent_chroma >= 0) AND (accent_chroma <= 200))),
  constraint organisation_accent_hue_check CHECK (((accent_hue >= 0) AND (accent_hue <= 359))),
  constraint organisation_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint organisation_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint organisation_holiday_area_check CHECK ((holiday_area ~ '^([A-Z]{2}(-[A-Za-z0-9]{1,8}){0,2})?$'::text)),
  constraint organisation_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'fr'::text, 'id'::text, 'ar'::text]))),
  constraint organisation_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint organisation_preset_check CHECK ((preset = ANY (ARRAY['music-school'::text, 'driving-school'::text, 'tutoring-centre'::text, 'academic-help'::text, 'marketplace'::text]))),
  constraint organisation_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'::citext)),
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_slug_taken UNIQUE (slug)
);
create policy anyone_reads on organisations.organisation for select using (true);
create policy own_changes on organisations.organisation for update using ((id = platform.current_org()));
create policy own_creates on organisations.organisation for insert with check ((id = platform.current_org()));
grant insert, select, update on organisations.organisation to lessonry_app;

-- Dated versions; what was decided under a version keeps pointing at it.
create table organisations.policy (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  version integer not null,
  valid_from timestamp with time zone not null,
  terms jsonb not null,
  constraint policy_kind_check CHECK ((kind = ANY (ARRAY['booking'::text, 'cancellation'::text, 'moving'::text, 'invoicing'::text]))),
  constraint policy_version_check CHECK ((version > 0)),
  constraint policy_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint policy_pkey PRIMARY KEY (org_id, id),
  constraint policy_version_taken UNIQUE (org_id, kind, version)
);
create policy same_organisation on organisations.policy for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on organisations.policy to lessonry_app;

-- The people who share a billing account.
create table people.family (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint family_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint family_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint family_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX family_name ON people.family USING btree (org_id, name, id);
create policy same_organisation on people.family for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on people.family to lessonry_app;

-- A person belongs to one family at a time.
create table people.family_member (
  org_id uuid not null,
  family_id uuid not null,
  person_id uuid not null,
  constraint family_member_org_id_family_id_fkey FOREIGN KEY (org_id, family_id) REFERENCES people.family(org_id, id),
  constraint family_member_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint family_member_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint family_member_pkey PRIMARY KEY (org_id, person_id),
  constraint family_member_row UNIQUE (org_id, family_id, person_id)
);
create policy same_organisation on people.family_member for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on people.family_member to lessonry_app;

--   confirmed_at: Nothing of the student is shown to the guardian before this.
create table people.guardianship (
  org_id uuid not null,
  id uuid not null,
  guardian_id uuid not null,
  student_id uuid not null,
  sees_grades boolean not null default true,
  may_book boolean not null default true,
  receives_reports boolean not null default true,
  pays boolean not null default true,
  is_primary_contact boolean not null default false,
  confirmed_at timestamp with time zone,
  confirmed_by uuid,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint guardianship_check CHECK ((guardian_id <> student_id)),
  constraint guardianship_org_id_confirmed_by_fkey FOREIGN KEY (org_id, confirmed_by) REFERENCES people.person(org_id, id),
  constraint guardianship_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint guardianship_org_id_guardian_id_fkey FOREIGN KEY (org_id, guardian_id) REFERENCES people.person(org_id, id),
  constraint guardianship_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint guardianship_pkey PRIMARY KEY (org_id, id),
  constraint guardianship_once UNIQUE (org_id, guardian_id, student_id)
);
CREATE INDEX guardianship_confirmed_by ON people.guardianship USING btree (org_id, confirmed_by);
CREATE INDEX guardianship_student ON people.guardianship USING btree (org_id, student_id);
create policy same_organisation on people.guardianship for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on people.guardianship to lessonry_app;

--   phone: E.164 where it could be read so, else as it was written.
--   notes: For the office only.
--   search_text: Name, e-mail and numbers without accents, spaces in numbers or capitals; written with the row.
create table people.person (
  org_id uuid not null,
  id uuid not null,
  user_id uuid,
  full_name text not null,
  email citext,
  phone text,
  wa_number text,
  address text,
  birth_date date,
  locale text,
  notes text not null default ''::text,
  is_staff boolean not null default false,
  left_on date,
  photo_id uuid,
  search_text text not null,
  created_at timestamp with time zone not null,
  constraint person_full_name_check CHECK (((length(full_name) >= 1) AND (length(full_name) <= 200))),
  constraint person_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'fr'::text, 'id'::text, 'ar'::text]))),
  constraint person_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint person_org_id_photo_id_fkey FOREIGN KEY (org_id, photo_id) REFERENCES platform.file(org_id, id),
  constraint person_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity."user"(id),
  constraint person_pkey PRIMARY KEY (org_id, id),
  constraint person_one_login UNIQUE (org_id, user_id)
);
CREATE INDEX person_email ON people.person USING btree (org_id, email);
CREATE INDEX person_name ON people.person USING btree (org_id, full_name, id);
CREATE INDEX person_photo ON people.person USING btree (org_id, photo_id);
CREATE INDEX person_search ON people.person USING gin (org_id, search_text gin_trgm_ops) WITH (fastupdate=off);
CREATE INDEX person_user ON people.person USING btree (user_id);
create policy same_organisation on people.person for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on people.person to lessonry_app;

create table people.student_profile (
  org_id uuid not null,
  person_id uuid not null,
  experience text not null default ''::text,
  instrument_owned boolean,
  preferred_days smallint[] not null default '{}'::smallint[],
  goals text not null default ''::text,
  constraint student_profile_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint student_profile_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint student_profile_pkey PRIMARY KEY (org_id, person_id)
);
create policy same_organisation on people.student_profile for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on people.student_profile to lessonry_app;

create table people.teacher_profile (
  org_id uuid not null,
  person_id uuid not null,
  bio text not null default ''::text,
  specialization text not null default ''::text,
  is_public boolean not null default true,
  constraint teacher_profile_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint teacher_profile_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint teacher_profile_pkey PRIMARY KEY (org_id, person_id)
);
create policy same_organisation on people.teacher_profile for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on people.teacher_profile to lessonry_app;

-- What somebody may take back for some seconds. Either it is told or it is undone: whoever sets one first decides.
--   memory: How everything was before; forgotten after an hour.
create table platform.change (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  actor_kind text not null,
  actor_id uuid,
  made_at timestamp with time zone not null,
  memory jsonb,
  told_at timestamp with time zone,
  undone_at timestamp with time zone,
  constraint change_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'visitor'::text, 'system'::text, 'import'::text]))),
  constraint change_check CHECK (((told_at IS NULL) OR (undone_at IS NULL))),
  constraint change_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint change_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX change_age ON platform.change USING btree (org_id, made_at);
create policy same_organisation on platform.change for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on platform.change to lessonry_app;

-- Everything that happened. Only grows: the audit page, notifications, live updates and reports read from it.
--   address: Network address the request came from; personal data, shown in the audit page only.
--   change_id: The change it belongs to, when that could be taken back for a moment.
create table platform.event (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  subject_kind text not null,
  subject_id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  happened_at timestamp with time zone not null,
  request_id text,
  address text,
  payload jsonb not null default '{}'::jsonb,
  change_id uuid,
  constraint event_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'visitor'::text, 'system'::text, 'import'::text]))),
  constraint event_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint event_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX event_actor ON platform.event USING btree (org_id, actor_id, id DESC);
CREATE INDEX event_name ON platform.event USING btree (org_id, name, id DESC);
CREATE INDEX event_subject ON platform.event USING btree (org_id, subject_kind, subject_id, id DESC);
create policy same_organisation on platform.event for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant insert, select on platform.event to lessonry_app;

-- What somebody uploaded; the bytes lie in the data folder under their hash. A row that no foreign key points at is forgotten after a day.
create table platform.file (
  org_id uuid not null,
  id uuid not null,
  sha256 text not null,
  media_type text not null,
  name text not null,
  size_bytes bigint not null,
  created_at timestamp with time zone not null,
  constraint file_size_bytes_check CHECK ((size_bytes >= 0)),
  constraint file_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint file_pkey PRIMARY KEY (org_id, id)
);
create policy same_organisation on platform.file for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on platform.file to lessonry_app;

-- The answer to a write, kept under the key its sender chose, so that sending it again gives the same answer. Key and body are hashed with who sent them.
create table platform.idempotency_key (
  key text not null,
  fingerprint text not null,
  status integer,
  body text,
  created_at timestamp with time zone not null,
  constraint idempotency_key_pkey PRIMARY KEY (key)
);
CREATE INDEX idempotency_key_age ON platform.idempotency_key USING btree (created_at);
grant delete, insert, select, update on platform.idempotency_key to lessonry_app;

-- Every mail, written in the transaction that wants it and sent afterwards.
--   unique_key: What the mail is about and for whom: asking twice makes one mail.
--   status: "kept": no mail server is set up, so it waits in the outbox and is never lost.
--   retry_at: Not tried again before this: set with each try, so that a crash in the middle is followed by another try.
--   calendar: The lesson as iCalendar (RFC 5546), for the calendar of the recipient.
create table platform.mail (
  org_id uuid not null,
  id uuid not null,
  unique_key text not null,
  recipient text not null,
  recipient_name text not null default ''::text,
  locale text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  status text not null,
  attempts integer not null default 0,
  last_error text not null default ''::text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  retry_at timestamp with time zone,
  calendar_method text,
  calendar text,
  constraint mail_calendar_method_check CHECK ((calendar_method = ANY (ARRAY['REQUEST'::text, 'CANCEL'::text]))),
  constraint mail_check CHECK (((calendar_method IS NULL) = (calendar IS NULL))),
  constraint mail_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'fr'::text, 'id'::text, 'ar'::text]))),
  constraint mail_recipient_check CHECK ((recipient ~ '^[^\s@<>,;:"]+@[^\s@<>,;:"]+$'::text)),
  constraint mail_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'kept'::text, 'failed'::text]))),
  constraint mail_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint mail_pkey PRIMARY KEY (org_id, id),
  constraint mail_once UNIQUE (org_id, unique_key)
);
CREATE INDEX mail_queued ON platform.mail USING btree (id) WHERE (status = 'queued'::text);
CREATE INDEX mail_status ON platform.mail USING btree (org_id, status, id DESC);
create policy private_stays_private on platform.mail for select using (((platform.current_login() IS NULL) OR (NOT starts_with(unique_key, 'private:'::text))));
create policy same_organisation on platform.mail for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on platform.mail to lessonry_app;

-- What should have followed from an event and was given up after its last try; the office has it tried again or lets it go.
create table platform.stuck_reaction (
  org_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  job text not null,
  reason text not null default ''::text,
  failed_at timestamp with time zone not null,
  constraint stuck_reaction_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES platform.event(org_id, id),
  constraint stuck_reaction_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint stuck_reaction_pkey PRIMARY KEY (org_id, id),
  constraint stuck_reaction_once UNIQUE (org_id, event_id, job)
);
create policy same_organisation on platform.stuck_reaction for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on platform.stuck_reaction to lessonry_app;

--   is_online: Lessons by video happen here; nobody travels to it.
create table resources.location (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  address text not null default ''::text,
  zone text not null,
  is_online boolean not null default false,
  created_at timestamp with time zone not null,
  constraint location_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint location_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint location_pkey PRIMARY KEY (org_id, id),
  constraint location_name_taken UNIQUE (org_id, name)
);
create policy same_organisation on resources.location for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on resources.location to lessonry_app;

-- What a resource may not be used without: an insurance, an inspection, a permit.
--   expires_on: The last day on which it counts; no lesson is planned after it.
create table resources.paper (
  org_id uuid not null,
  id uuid not null,
  resource_id uuid not null,
  name text not null,
  expires_on date not null,
  constraint paper_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint paper_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint paper_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources.resource(org_id, id),
  constraint paper_pkey PRIMARY KEY (org_id, id),
  constraint paper_name_taken UNIQUE (org_id, resource_id, name)
);
create policy same_organisation on resources.paper for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on resources.paper to lessonry_app;

--   capacity: People at once, the teacher not counted; null when nobody said.
create table resources.resource (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  location_id uuid not null,
  name text not null,
  description text not null default ''::text,
  capacity integer,
  features text[] not null default '{}'::text[],
  is_active boolean not null default true,
  created_at timestamp with time zone not null,
  constraint resource_capacity_check CHECK ((capacity > 0)),
  constraint resource_kind_check CHECK ((kind = ANY (ARRAY['room'::text, 'vehicle'::text, 'equipment'::text]))),
  constraint resource_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint resource_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint resource_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES resources.location(org_id, id),
  constraint resource_pkey PRIMARY KEY (org_id, id),
  constraint resource_name_taken UNIQUE (org_id, kind, name)
);
CREATE INDEX resource_location ON resources.resource USING btree (org_id, location_id);
create policy same_organisation on resources.resource for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on resources.resource to lessonry_app;

-- How long a teacher needs from one location to another. The way back takes as long unless it has a row of its own.
create table resources.travel (
  org_id uuid not null,
  from_location_id uuid not null,
  to_location_id uuid not null,
  minutes integer not null,
  constraint travel_check CHECK ((from_location_id <> to_location_id)),
  constraint travel_minutes_check CHECK (((minutes >= 0) AND (minutes <= 600))),
  constraint travel_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint travel_org_id_from_location_id_fkey FOREIGN KEY (org_id, from_location_id) REFERENCES resources.location(org_id, id),
  constraint travel_org_id_to_location_id_fkey FOREIGN KEY (org_id, to_location_id) REFERENCES resources.location(org_id, id),
  constraint travel_pkey PRIMARY KEY (org_id, from_location_id, to_location_id)
);
CREATE INDEX travel_to ON resources.travel USING btree (org_id, to_location_id);
create policy same_organisation on resources.travel for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on resources.travel to lessonry_app;

--   is_available: True adds hours, false takes them away.
create table scheduling.availability_exception (
  org_id uuid not null,
  id uuid not null,
  person_id uuid,
  resource_id uuid,
  claimant_id uuid not null generated always as (COALESCE(person_id, resource_id)) stored,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  is_available boolean not null,
  reason text not null default ''::text,
  format text not null default 'both'::text,
  location_id uuid,
  constraint availability_exception_check CHECK ((num_nonnulls(person_id, resource_id) = 1)),
  constraint availability_exception_check1 CHECK ((starts_at < ends_at)),
  constraint availability_exception_format_check CHECK ((format = ANY (ARRAY['in_person'::text, 'online'::text, 'both'::text]))),
  constraint availability_exception_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint availability_exception_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES resources.location(org_id, id),
  constraint availability_exception_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint availability_exception_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources.resource(org_id, id),
  constraint availability_exception_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX availability_exception_claimant ON scheduling.availability_exception USING btree (org_id, claimant_id, starts_at);
CREATE INDEX availability_exception_location ON scheduling.availability_exception USING btree (org_id, location_id);
CREATE INDEX availability_exception_person ON scheduling.availability_exception USING btree (org_id, person_id);
CREATE INDEX availability_exception_resource ON scheduling.availability_exception USING btree (org_id, resource_id);
create policy same_organisation on scheduling.availability_exception for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.availability_exception to lessonry_app;

-- When a teacher or a resource can be booked, week by week, in local time of the zone.
--   location_id: Only lessons at this location; null for any.
create table scheduling.availability_rule (
  org_id uuid not null,
  id uuid not null,
  person_id uuid,
  resource_id uuid,
  claimant_id uuid not null generated always as (COALESCE(person_id, resource_id)) stored,
  weekday smallint not null,
  from_minute smallint not null,
  to_minute smallint not null,
  zone text not null,
  valid_from date,
  valid_to date,
  format text not null default 'both'::text,
  location_id uuid,
  constraint availability_rule_check CHECK ((num_nonnulls(person_id, resource_id) = 1)),
  constraint availability_rule_check1 CHECK ((from_minute < to_minute)),
  constraint availability_rule_check2 CHECK ((valid_from <= valid_to)),
  constraint availability_rule_format_check CHECK ((format = ANY (ARRAY['in_person'::text, 'online'::text, 'both'::text]))),
  constraint availability_rule_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint availability_rule_to_minute_check CHECK (((to_minute >= 1) AND (to_minute <= 1440))),
  constraint availability_rule_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7))),
  constraint availability_rule_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint availability_rule_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES resources.location(org_id, id),
  constraint availability_rule_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint availability_rule_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources.resource(org_id, id),
  constraint availability_rule_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX availability_rule_claimant ON scheduling.availability_rule USING btree (org_id, claimant_id);
CREATE INDEX availability_rule_location ON scheduling.availability_rule USING btree (org_id, location_id);
CREATE INDEX availability_rule_person ON scheduling.availability_rule USING btree (org_id, person_id);
CREATE INDEX availability_rule_resource ON scheduling.availability_rule USING btree (org_id, resource_id);
create policy same_organisation on scheduling.availability_rule for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.availability_rule to lessonry_app;

-- Times kept for one request until it is decided; its reservations and places carry the same expiry.
create table scheduling.hold (
  org_id uuid not null,
  id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint hold_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint hold_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX hold_expiry ON scheduling.hold USING btree (org_id, expires_at);
create policy same_organisation on scheduling.hold for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.hold to lessonry_app;

--   room_id: The first room; whatever else it takes is in lesson_resource.
--   places_taken: Counts the taken places under the lock of the lesson; held ones are counted when somebody asks, because they expire.
--   marked_at: When attendance of everybody in it was complete.
create table scheduling.lesson (
  org_id uuid not null,
  id uuid not null,
  offering_id uuid not null,
  teacher_id uuid not null,
  room_id uuid,
  format text not null default 'in_person'::text,
  location_id uuid,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  capacity integer not null,
  places_taken integer not null default 0,
  status text not null default 'planned'::text,
  marked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint lesson_capacity_check CHECK ((capacity > 0)),
  constraint lesson_check CHECK ((starts_at < ends_at)),
  constraint lesson_format_check CHECK ((format = ANY (ARRAY['in_person'::text, 'online'::text]))),
  constraint lesson_places CHECK (((places_taken >= 0) AND (places_taken <= capacity))),
  constraint lesson_status_check CHECK ((status = ANY (ARRAY['planned'::text, 'cancelled'::text]))),
  constraint lesson_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint lesson_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES resources.location(org_id, id),
  constraint lesson_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint lesson_org_id_room_id_fkey FOREIGN KEY (org_id, room_id) REFERENCES resources.resource(org_id, id),
  constraint lesson_org_id_teacher_id_fkey FOREIGN KEY (org_id, teacher_id) REFERENCES people.person(org_id, id),
  constraint lesson_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX lesson_location ON scheduling.lesson USING btree (org_id, location_id);
CREATE INDEX lesson_offering ON scheduling.lesson USING btree (org_id, offering_id, starts_at);
CREATE INDEX lesson_room ON scheduling.lesson USING btree (org_id, room_id, starts_at);
CREATE INDEX lesson_teacher ON scheduling.lesson USING btree (org_id, teacher_id, starts_at);
CREATE INDEX lesson_time ON scheduling.lesson USING btree (org_id, starts_at);
CREATE INDEX lesson_with_places ON scheduling.lesson USING btree (org_id, offering_id, starts_at) WHERE ((status = 'planned'::text) AND (places_taken < capacity));
create policy same_organisation on scheduling.lesson for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.lesson to lessonry_app;

-- The vehicle, the equipment and the further rooms of a lesson.
create table scheduling.lesson_resource (
  org_id uuid not null,
  lesson_id uuid not null,
  resource_id uuid not null,
  constraint lesson_resource_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint lesson_resource_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint lesson_resource_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources.resource(org_id, id),
  constraint lesson_resource_pkey PRIMARY KEY (org_id, lesson_id, resource_id)
);
CREATE INDEX lesson_resource_resource ON scheduling.lesson_resource USING btree (org_id, resource_id);
create policy same_organisation on scheduling.lesson_resource for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.lesson_resource to lessonry_app;

-- When a teacher is busy by calendars outside: it stops new lessons, overlaps with anything, and says nothing of what it is.
--   source_id: The calendar it came from; all of its stretches are replaced together.
create table scheduling.outside_busy (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  source_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint outside_busy_check CHECK ((starts_at < ends_at)),
  constraint outside_busy_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint outside_busy_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint outside_busy_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX outside_busy_person ON scheduling.outside_busy USING btree (org_id, person_id, ends_at) INCLUDE (starts_at);
CREATE INDEX outside_busy_source ON scheduling.outside_busy USING btree (org_id, source_id);
create policy same_organisation on scheduling.outside_busy for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.outside_busy to lessonry_app;

-- One student at one lesson. A held place counts until it expires, whether or not a job has run.
create table scheduling.place (
  org_id uuid not null,
  id uuid not null,
  lesson_id uuid not null,
  student_id uuid,
  status text not null,
  held_until timestamp with time zone,
  created_at timestamp with time zone not null,
  hold_id uuid,
  constraint place_check CHECK (((status = 'held'::text) = (held_until IS NOT NULL))),
  constraint place_check1 CHECK (((status = 'held'::text) OR (student_id IS NOT NULL))),
  constraint place_status_check CHECK ((status = ANY (ARRAY['taken'::text, 'held'::text, 'cancelled'::text]))),
  constraint place_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint place_org_id_hold_id_fkey FOREIGN KEY (org_id, hold_id) REFERENCES scheduling.hold(org_id, id) ON DELETE CASCADE,
  constraint place_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint place_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint place_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX place_hold ON scheduling.place USING btree (org_id, hold_id);
CREATE INDEX place_lesson ON scheduling.place USING btree (org_id, lesson_id);
CREATE UNIQUE INDEX place_once_per_student ON scheduling.place USING btree (org_id, lesson_id, student_id) WHERE (status = 'taken'::text);
CREATE INDEX place_student ON scheduling.place USING btree (org_id, student_id);
create policy same_organisation on scheduling.place for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.place to lessonry_app;

-- One claim of one teacher, student or resource on one stretch of time, buffers included. The only thing that stops a double booking.
--   ends_at: The end of `during`, and starts_at its beginning: what reads ask for, because indexes serve them under row security.
--   before_minutes: How much at the beginning of `during` is only kept clear; the lesson itself begins after it.
--   exclusive: False only for what a person overruled, and for clashes that came in from an older system.
create table scheduling.reservation (
  org_id uuid not null,
  id uuid not null,
  person_id uuid,
  resource_id uuid,
  claimant_id uuid not null generated always as (COALESCE(person_id, resource_id)) stored,
  as_what text not null,
  during tstzrange not null,
  starts_at timestamp with time zone not null generated always as (lower(during)) stored,
  ends_at timestamp with time zone not null generated always as (upper(during)) stored,
  before_minutes smallint not null default 0,
  after_minutes smallint not null default 0,
  exclusive boolean not null default true,
  held_until timestamp with time zone,
  lesson_id uuid,
  hold_id uuid,
  override_by uuid,
  override_why text,
  constraint reservation_as_what_check CHECK ((as_what = ANY (ARRAY['teacher'::text, 'student'::text, 'resource'::text]))),
  constraint reservation_check CHECK ((num_nonnulls(person_id, resource_id) = 1)),
  constraint reservation_check1 CHECK ((num_nonnulls(lesson_id, hold_id) = 1)),
  constraint reservation_check2 CHECK (((hold_id IS NULL) = (held_until IS NULL))),
  constraint reservation_check3 CHECK (((as_what = 'resource'::text) = (resource_id IS NOT NULL))),
  constraint reservation_during_check CHECK (((NOT isempty(during)) AND lower_inc(during) AND (NOT upper_inc(during)))),
  constraint reservation_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint reservation_org_id_hold_id_fkey FOREIGN KEY (org_id, hold_id) REFERENCES scheduling.hold(org_id, id) ON DELETE CASCADE,
  constraint reservation_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint reservation_org_id_override_by_fkey FOREIGN KEY (org_id, override_by) REFERENCES people.person(org_id, id),
  constraint reservation_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES people.person(org_id, id),
  constraint reservation_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources.resource(org_id, id),
  constraint reservation_pkey PRIMARY KEY (org_id, id),
  constraint reservation_no_overlap EXCLUDE USING gist (org_id WITH =, claimant_id WITH =, during WITH &&) WHERE (exclusive)
);
CREATE INDEX reservation_claimant ON scheduling.reservation USING btree (org_id, claimant_id, ends_at) INCLUDE (starts_at, held_until);
CREATE INDEX reservation_held ON scheduling.reservation USING btree (org_id, ends_at) WHERE (held_until IS NOT NULL);
CREATE INDEX reservation_hold ON scheduling.reservation USING btree (org_id, hold_id);
CREATE INDEX reservation_lesson ON scheduling.reservation USING btree (org_id, lesson_id);
CREATE INDEX reservation_override_by ON scheduling.reservation USING btree (org_id, override_by);
CREATE INDEX reservation_person ON scheduling.reservation USING btree (org_id, person_id);
CREATE INDEX reservation_resource ON scheduling.reservation USING btree (org_id, resource_id);
create policy same_organisation on scheduling.reservation for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.reservation to lessonry_app;

-- What a teacher can be asked for. The row without a teacher counts for all of them, wherever their own row says nothing.
--   longest_run_minutes: From the beginning of a lesson to the end of the last one that follows without a break of break_minutes.
--   most_lessons: On one day of the organisation.
--   travel_minutes: From one location to another where resources.travel says nothing.
create table scheduling.teaching_limit (
  org_id uuid not null,
  id uuid not null,
  teacher_id uuid,
  notice_minutes integer,
  furthest_days integer,
  grid_minutes integer,
  buffer_before_minutes integer,
  buffer_after_minutes integer,
  longest_run_minutes integer,
  break_minutes integer,
  most_lessons integer,
  travel_minutes integer,
  constraint teaching_limit_break_minutes_check CHECK (((break_minutes >= 5) AND (break_minutes <= 480))),
  constraint teaching_limit_buffer_after_minutes_check CHECK (((buffer_after_minutes >= 0) AND (buffer_after_minutes <= 240))),
  constraint teaching_limit_buffer_before_minutes_check CHECK (((buffer_before_minutes >= 0) AND (buffer_before_minutes <= 240))),
  constraint teaching_limit_check CHECK ((num_nonnulls(longest_run_minutes, break_minutes) = ANY (ARRAY[0, 2]))),
  constraint teaching_limit_furthest_days_check CHECK (((furthest_days >= 1) AND (furthest_days <= 730))),
  constraint teaching_limit_grid_minutes_check CHECK (((grid_minutes >= 5) AND (grid_minutes <= 240))),
  constraint teaching_limit_longest_run_minutes_check CHECK (((longest_run_minutes >= 15) AND (longest_run_minutes <= 1440))),
  constraint teaching_limit_most_lessons_check CHECK (((most_lessons >= 1) AND (most_lessons <= 100))),
  constraint teaching_limit_notice_minutes_check CHECK (((notice_minutes >= 0) AND (notice_minutes <= 525600))),
  constraint teaching_limit_travel_minutes_check CHECK (((travel_minutes >= 0) AND (travel_minutes <= 600))),
  constraint teaching_limit_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint teaching_limit_org_id_teacher_id_fkey FOREIGN KEY (org_id, teacher_id) REFERENCES people.person(org_id, id),
  constraint teaching_limit_pkey PRIMARY KEY (org_id, id),
  constraint teaching_limit_once UNIQUE NULLS NOT DISTINCT (org_id, teacher_id)
);
create policy same_organisation on scheduling.teaching_limit for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on scheduling.teaching_limit to lessonry_app;

-- One date of a series and what became of it. The number of a lesson is its place among the planned ones in order of date, wherever it was moved to.
--   date: The local date that the rule names; it stays when the lesson is moved.
--   state: A clash waits for somebody to decide it.
--   intended_at: The instant that the rule means by its local time. A lesson that starts at another was moved by hand.
create table series.occurrence (
  org_id uuid not null,
  series_id uuid not null,
  date date not null,
  state text not null,
  lesson_id uuid,
  intended_at timestamp with time zone not null,
  why text not null default ''::text,
  constraint occurrence_check CHECK (((state = 'planned'::text) = (lesson_id IS NOT NULL))),
  constraint occurrence_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'skipped'::text, 'clash'::text]))),
  constraint occurrence_why_check CHECK ((why = ANY (ARRAY[''::text, 'closure'::text, 'pause'::text, 'choice'::text, 'clash'::text]))),
  constraint occurrence_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint occurrence_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint occurrence_org_id_series_id_fkey FOREIGN KEY (org_id, series_id) REFERENCES series.series(org_id, id),
  constraint occurrence_pkey PRIMARY KEY (org_id, series_id, date),
  constraint occurrence_lesson_once UNIQUE (org_id, lesson_id)
);
CREATE INDEX occurrence_time ON series.occurrence USING btree (org_id, intended_at);
create policy same_organisation on series.occurrence for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on series.occurrence to lessonry_app;

-- No lessons from one local date to another, both included.
create table series.pause (
  org_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  from_date date not null,
  to_date date not null,
  reason text not null default ''::text,
  constraint pause_check CHECK ((from_date <= to_date)),
  constraint pause_reason_check CHECK ((length(reason) <= 500)),
  constraint pause_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint pause_org_id_series_id_fkey FOREIGN KEY (org_id, series_id) REFERENCES series.series(org_id, id),
  constraint pause_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX pause_series ON series.pause USING btree (org_id, series_id, from_date);
create policy same_organisation on series.pause for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on series.pause to lessonry_app;

-- When, with whom and where a series takes place from a date on; the next one takes over from its own date.
--   rule: The value of an RRULE (RFC 5545) that counts from from_date.
--   start_minute: Minute of the local day in the zone of the series.
--   room_id: The room that is wished for; null takes whichever fits and is free.
create table series.plan (
  org_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  from_date date not null,
  rule text not null,
  start_minute smallint not null,
  teacher_id uuid not null,
  room_id uuid,
  created_at timestamp with time zone not null,
  constraint plan_rule_check CHECK (((length(rule) >= 1) AND (length(rule) <= 2000))),
  constraint plan_start_minute_check CHECK (((start_minute >= 0) AND (start_minute <= 1439))),
  constraint plan_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint plan_org_id_room_id_fkey FOREIGN KEY (org_id, room_id) REFERENCES resources.resource(org_id, id),
  constraint plan_org_id_series_id_fkey FOREIGN KEY (org_id, series_id) REFERENCES series.series(org_id, id),
  constraint plan_org_id_teacher_id_fkey FOREIGN KEY (org_id, teacher_id) REFERENCES people.person(org_id, id),
  constraint plan_pkey PRIMARY KEY (org_id, id),
  constraint plan_once UNIQUE (org_id, series_id, from_date)
);
CREATE INDEX plan_room ON series.plan USING btree (org_id, room_id);
CREATE INDEX plan_teacher ON series.plan USING btree (org_id, teacher_id);
create policy same_organisation on series.plan for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on series.plan to lessonry_app;

-- Recurring lessons as they are meant: local dates and times in a zone, from which the lessons are made.
--   made_until: Every date up to here, itself included, has been decided; a series that never ends is carried on from there.
--   ended_on: The first local date without a lesson any more; null while the rule alone says when it ends.
create table series.series (
  org_id uuid not null,
  id uuid not null,
  offering_id uuid not null,
  zone text not null,
  skips_closures boolean not null,
  made_until date not null,
  ended_on date,
  created_at timestamp with time zone not null,
  constraint series_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint series_org_id_offering_id_fkey FOREIGN KEY (org_id, offering_id) REFERENCES catalogue.offering(org_id, id),
  constraint series_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX series_made_until ON series.series USING btree (org_id, made_until);
CREATE INDEX series_offering ON series.series USING btree (org_id, offering_id);
create policy same_organisation on series.series for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on series.series to lessonry_app;

create table series.student (
  org_id uuid not null,
  series_id uuid not null,
  student_id uuid not null,
  constraint student_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint student_org_id_series_id_fkey FOREIGN KEY (org_id, series_id) REFERENCES series.series(org_id, id),
  constraint student_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint student_pkey PRIMARY KEY (org_id, series_id, student_id)
);
CREATE INDEX student_student ON series.student USING btree (org_id, student_id);
create policy same_organisation on series.student for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on series.student to lessonry_app;

-- A teacher who could not be there, and what became of the lessons.
--   reason: For the office; families are never told why.
create table teaching.absence (
  org_id uuid not null,
  id uuid not null,
  teacher_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  reason text not null default ''::text,
  recorded_by uuid,
  recorded_at timestamp with time zone not null,
  constraint absence_check CHECK ((starts_at < ends_at)),
  constraint absence_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint absence_org_id_recorded_by_fkey FOREIGN KEY (org_id, recorded_by) REFERENCES people.person(org_id, id),
  constraint absence_org_id_teacher_id_fkey FOREIGN KEY (org_id, teacher_id) REFERENCES people.person(org_id, id),
  constraint absence_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX absence_recorded_by ON teaching.absence USING btree (org_id, recorded_by);
CREATE INDEX absence_teacher ON teaching.absence USING btree (org_id, teacher_id);
create policy same_organisation on teaching.absence for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on teaching.absence to lessonry_app;

-- What was done about one lesson; what it is now stands with the lesson.
create table teaching.absence_lesson (
  org_id uuid not null,
  absence_id uuid not null,
  lesson_id uuid not null,
  change text not null,
  was_starts_at timestamp with time zone not null,
  was_ends_at timestamp with time zone not null,
  constraint absence_lesson_change_check CHECK ((change = ANY (ARRAY['cover'::text, 'online'::text, 'other_time'::text, 'make_up'::text]))),
  constraint absence_lesson_org_id_absence_id_fkey FOREIGN KEY (org_id, absence_id) REFERENCES teaching.absence(org_id, id) ON DELETE CASCADE,
  constraint absence_lesson_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint absence_lesson_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint absence_lesson_pkey PRIMARY KEY (org_id, absence_id, lesson_id)
);
CREATE INDEX absence_lesson_absence ON teaching.absence_lesson USING btree (org_id, absence_id);
CREATE INDEX absence_lesson_lesson ON teaching.absence_lesson USING btree (org_id, lesson_id);
create policy same_organisation on teaching.absence_lesson for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on teaching.absence_lesson to lessonry_app;

create table teaching.attendance (
  org_id uuid not null,
  lesson_id uuid not null,
  student_id uuid not null,
  status text not null,
  minutes_late smallint not null default 0,
  marked_by uuid not null,
  marked_at timestamp with time zone not null,
  constraint attendance_minutes_late_check CHECK (((minutes_late >= 0) AND (minutes_late <= 600))),
  constraint attendance_status_check CHECK ((status = ANY (ARRAY['present'::text, 'late'::text, 'absent'::text, 'excused'::text]))),
  constraint attendance_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint attendance_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint attendance_org_id_marked_by_fkey FOREIGN KEY (org_id, marked_by) REFERENCES people.person(org_id, id),
  constraint attendance_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint attendance_pkey PRIMARY KEY (org_id, lesson_id, student_id)
);
CREATE INDEX attendance_marked_by ON teaching.attendance USING btree (org_id, marked_by);
CREATE INDEX attendance_student ON teaching.attendance USING btree (org_id, student_id);
create policy same_organisation on teaching.attendance for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on teaching.attendance to lessonry_app;

--   shared_text: The student and confirmed guardians read it.
--   private_text: Teachers and the office only.
create table teaching.note (
  org_id uuid not null,
  lesson_id uuid not null,
  student_id uuid not null,
  shared_text text not null default ''::text,
  private_text text not null default ''::text,
  homework text not null default ''::text,
  written_by uuid not null,
  written_at timestamp with time zone not null,
  constraint note_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint note_org_id_lesson_id_fkey FOREIGN KEY (org_id, lesson_id) REFERENCES scheduling.lesson(org_id, id),
  constraint note_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES people.person(org_id, id),
  constraint note_org_id_written_by_fkey FOREIGN KEY (org_id, written_by) REFERENCES people.person(org_id, id),
  constraint note_pkey PRIMARY KEY (org_id, lesson_id, student_id)
);
CREATE INDEX note_student ON teaching.note USING btree (org_id, student_id);
CREATE INDEX note_written_by ON teaching.note USING btree (org_id, written_by);
create policy same_organisation on teaching.note for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on teaching.note to lessonry_app;

create table transfer.import_run (
  org_id uuid not null,
  id uuid not null,
  old_system text not null,
  source_name text not null,
  options jsonb not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  report jsonb not null default '{}'::jsonb,
  constraint import_run_old_system_check CHECK ((old_system = ANY (ARRAY['music-school'::text, 'driving-school'::text, 'tutoring-centre'::text, 'academic-help'::text, 'marketplace'::text]))),
  constraint import_run_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint import_run_pkey PRIMARY KEY (org_id, id)
);
create policy same_organisation on transfer.import_run for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on transfer.import_run to lessonry_app;

-- Each row of the older database, whole and unchanged, with what it became here and what could not be understood.
--   fingerprint: SHA-256 of the columns: an import that runs again sees what changed.
create table transfer.old_record (
  org_id uuid not null,
  id uuid not null,
  old_system text not null,
  old_table text not null,
  old_key text not null,
  run_id uuid not null,
  fingerprint text not null,
  columns jsonb not null,
  became_kind text,
  became_id uuid,
  remarks jsonb not null default '[]'::jsonb,
  constraint old_record_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint old_record_org_id_run_id_fkey FOREIGN KEY (org_id, run_id) REFERENCES transfer.import_run(org_id, id),
  constraint old_record_pkey PRIMARY KEY (org_id, id),
  constraint old_record_once UNIQUE (org_id, old_system, old_table, old_key)
);
CREATE INDEX old_record_became ON transfer.old_record USING btree (org_id, became_kind, became_id);
CREATE INDEX old_record_run ON transfer.old_record USING btree (org_id, run_id);
create policy same_organisation on transfer.old_record for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on transfer.old_record to lessonry_app;

--   message: Key of a sentence in messages/transfer.
create table transfer.report_line (
  org_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  kind text not null,
  old_table text not null,
  old_key text not null,
  message text not null,
  arguments jsonb not null default '{}'::jsonb,
  constraint report_line_kind_check CHECK ((kind = ANY (ARRAY['merged'::text, 'guessed'::text, 'not_understood'::text, 'clash'::text, 'kept'::text]))),
  constraint report_line_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations.organisation(id),
  constraint report_line_org_id_run_id_fkey FOREIGN KEY (org_id, run_id) REFERENCES transfer.import_run(org_id, id),
  constraint report_line_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX report_line_run ON transfer.report_line USING btree (org_id, run_id, kind, id);
create policy same_organisation on transfer.report_line for all using ((org_id = platform.current_org())) with check ((org_id = platform.current_org()));
grant delete, insert, select, update on transfer.report_line to lessonry_app;
