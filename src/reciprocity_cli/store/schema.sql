-- The newest schema: a new ledger is made from this text, an older one comes to it by the revisions
-- in migrations/versions/. Columns are only added, at the end of their table: images made before
-- hold values by position. The triggers are those of journal.py. The text is compared with that of
-- a ledger but for blanks (check.py), so that words and their order stay as they are.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE ledger (
    id INTEGER NOT NULL,
    last_id INTEGER DEFAULT 0 NOT NULL,
    last_change INTEGER DEFAULT 0 NOT NULL,
    operation_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT only_one_row CHECK (id = 1)
);

CREATE TABLE operation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    command VARCHAR NOT NULL,
    summary VARCHAR DEFAULT '' NOT NULL,
    kind VARCHAR DEFAULT 'do' NOT NULL,
    target_id INTEGER,
    undone BOOLEAN DEFAULT 0 NOT NULL,
    sealed BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT kind_is_known CHECK (kind = 'do' OR kind = 'undo' OR kind = 'redo'),
    CONSTRAINT sealed_is_a_flag CHECK (sealed IN (0, 1)),
    CONSTRAINT undone_is_a_flag CHECK (undone IN (0, 1)),
    FOREIGN KEY(target_id) REFERENCES operation (id)
);

CREATE TABLE image (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    operation_id INTEGER NOT NULL,
    relation VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    row_id INTEGER NOT NULL,
    c1 BLOB, c2 BLOB, c3 BLOB, c4 BLOB, c5 BLOB, c6 BLOB, c7 BLOB, c8 BLOB, c9 BLOB,
    c10 BLOB, c11 BLOB, c12 BLOB, c13 BLOB, c14 BLOB, c15 BLOB, c16 BLOB, c17 BLOB,
    c18 BLOB, c19 BLOB, c20 BLOB, c21 BLOB, c22 BLOB, c23 BLOB, c24 BLOB, c25 BLOB,
    c26 BLOB, c27 BLOB, c28 BLOB, c29 BLOB, c30 BLOB, c31 BLOB, c32 BLOB,
    CONSTRAINT action_is_known CHECK (action = 'insert' OR action = 'update'
        OR action = 'delete'),
    FOREIGN KEY(operation_id) REFERENCES operation (id)
);
CREATE INDEX ix_image_operation_id ON image (operation_id);

CREATE TABLE person (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    handle VARCHAR NOT NULL,
    organisation VARCHAR DEFAULT '' NOT NULL,
    title VARCHAR DEFAULT '' NOT NULL,
    birthday VARCHAR,
    why VARCHAR DEFAULT '' NOT NULL,
    route VARCHAR DEFAULT '' NOT NULL,
    notes VARCHAR DEFAULT '' NOT NULL,
    met_through_id INTEGER,
    cadence VARCHAR,
    imported BOOLEAN DEFAULT 0 NOT NULL,
    expect VARCHAR,
    archived BOOLEAN DEFAULT 0 NOT NULL,
    paused BOOLEAN DEFAULT 0 NOT NULL,
    snoozed_until DATE,
    snoozed_on DATE,
    start_phase INTEGER DEFAULT 1 NOT NULL,
    created_on DATE NOT NULL,
    into_uid VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT birthday_is_a_day CHECK (birthday IS date(birthday, '+0 days')
        OR (birthday GLOB '--[0-9][0-9]-[0-9][0-9]'
        AND '2000' || substr(birthday, 2) IS date('2000' || substr(birthday, 2), '+0 days'))),
    CONSTRAINT cadence_is_known CHECK (cadence = 'none' OR cadence GLOB '[1-9]*[dwmy]'),
    CONSTRAINT created_on_is_a_date CHECK (created_on IS date(created_on, '+0 days')),
    CONSTRAINT expect_is_known CHECK (expect = 'give' OR expect = 'even'
        OR expect = 'receive' OR expect = 'off'),
    CONSTRAINT handle_is_plain CHECK (handle NOT GLOB '*[^a-z0-9-]*' AND handle <> ''),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT snoozed_on_is_a_date CHECK (snoozed_on IS date(snoozed_on, '+0 days')),
    CONSTRAINT snoozed_until_is_a_date
        CHECK (snoozed_until IS date(snoozed_until, '+0 days')),
    CONSTRAINT name_is_not_blank CHECK (trim(name) <> '' AND length(name) <= 200),
    CONSTRAINT archived_is_a_flag CHECK (archived IN (0, 1)),
    CONSTRAINT imported_is_a_flag CHECK (imported IN (0, 1)),
    CONSTRAINT met_through_somebody_else CHECK (met_through_id <> id),
    CONSTRAINT paused_is_a_flag CHECK (paused IN (0, 1)),
    CONSTRAINT start_phase_is_known CHECK (start_phase BETWEEN 1 AND 5),
    FOREIGN KEY(met_through_id) REFERENCES person (id) ON DELETE SET NULL,
    UNIQUE (handle),
    UNIQUE (uid)
);
CREATE INDEX ix_person_folded ON person (folded);
CREATE INDEX ix_person_met_through_id ON person (met_through_id);

CREATE TABLE detail (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    CONSTRAINT value_is_a_known_role CHECK (kind <> 'role' OR value = 'mentor'
        OR value = 'coach' OR value = 'connector' OR value = 'sponsor'
        OR value = 'peer'),
    CONSTRAINT kind_is_known CHECK (kind = 'alias' OR kind = 'role' OR kind = 'tag'
        OR kind = 'speciality' OR kind = 'email' OR kind = 'phone' OR kind = 'link'),
    CONSTRAINT value_is_not_blank CHECK (trim(value) <> '' AND length(value) <= 1000),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (person_id, kind, folded)
);
CREATE INDEX ix_detail_kind_folded ON detail (kind, folded);

CREATE TABLE quiet (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER,
    first DATE NOT NULL,
    last DATE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT first_is_a_date CHECK (first IS date(first, '+0 days')),
    CONSTRAINT last_is_a_date CHECK (last IS date(last, '+0 days')),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT range_runs_forward CHECK (first <= last),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_quiet_person_id ON quiet (person_id);

CREATE TABLE interaction (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    date DATE NOT NULL,
    channel VARCHAR,
    started VARCHAR,
    note VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT channel_is_known CHECK (channel = 'coffee' OR channel = 'meal'
        OR channel = 'call' OR channel = 'video' OR channel = 'email'
        OR channel = 'message' OR channel = 'meeting' OR channel = 'event'
        OR channel = 'letter' OR channel = 'other'),
    CONSTRAINT date_is_a_date CHECK (date IS date(date, '+0 days')),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT started_is_known CHECK (started = 'me' OR started = 'them'
        OR started = 'both'),
    UNIQUE (id, date),
    UNIQUE (uid)
);

CREATE TABLE attendance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    interaction_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    date DATE NOT NULL,
    day INTEGER GENERATED ALWAYS AS (CAST(julianday(date) - 1721424.5 AS INTEGER)) STORED,
    FOREIGN KEY(interaction_id, date) REFERENCES interaction (id, date)
        ON DELETE CASCADE ON UPDATE CASCADE,
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (interaction_id, person_id, date)
);
CREATE INDEX ix_attendance_person_day ON attendance (person_id, day);

CREATE TABLE "exchange" (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    direction VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    kind VARCHAR,
    weight FLOAT NOT NULL,
    date DATE NOT NULL,
    note VARCHAR DEFAULT '' NOT NULL,
    tags VARCHAR DEFAULT '' NOT NULL,
    interaction_id INTEGER,
    self_interest BOOLEAN DEFAULT 0 NOT NULL,
    landed BOOLEAN DEFAULT 0 NOT NULL,
    outcome VARCHAR DEFAULT 'unknown' NOT NULL,
    outcome_text VARCHAR DEFAULT '' NOT NULL,
    outcome_on DATE,
    thanked_on DATE,
    reported_on DATE,
    suggestion VARCHAR DEFAULT '' NOT NULL,
    idea_id INTEGER,
    other_person_id INTEGER,
    intro_state VARCHAR,
    intro_for VARCHAR,
    day INTEGER GENERATED ALWAYS AS (CAST(julianday(date) - 1721424.5 AS INTEGER)) STORED,
    PRIMARY KEY (id),
    CONSTRAINT kind_fits_category CHECK ((category = 'knowledge' AND (kind = 'trend'
        OR kind = 'competition' OR kind = 'technology' OR kind = 'customer'
        OR kind = 'internal')) OR (category = 'advice' AND (kind = 'technical'
        OR kind = 'process' OR kind = 'problem-solving' OR kind = 'training'
        OR kind = 'consulting' OR kind = 'feedback' OR kind = 'delivery'
        OR kind = 'support')) OR (category = 'introductions' AND (kind = 'strategic'
        OR kind = 'client' OR kind = 'talent' OR kind = 'partner' OR kind = 'investor'))
        OR (category = 'opportunities' AND (kind = 'job' OR kind = 'speaking'
        OR kind = 'board-seat' OR kind = 'investment' OR kind = 'project'))
        OR (category = 'recognition' AND (kind = 'credit' OR kind = 'amplification'
        OR kind = 'reference' OR kind = 'award' OR kind = 'press'))),
    CONSTRAINT introductions_alone_have_another_person CHECK (category = 'introductions'
        OR (other_person_id IS NULL AND intro_state IS NULL AND intro_for IS NULL)),
    CONSTRAINT category_is_known CHECK (category = 'knowledge' OR category = 'advice'
        OR category = 'introductions' OR category = 'opportunities'
        OR category = 'recognition'),
    CONSTRAINT date_is_a_date CHECK (date IS date(date, '+0 days')),
    CONSTRAINT direction_is_known CHECK (direction = 'gave' OR direction = 'got'),
    CONSTRAINT intro_for_is_known CHECK (intro_for = 'person' OR intro_for = 'other'
        OR intro_for = 'both'),
    CONSTRAINT intro_state_is_known CHECK (intro_state = 'made'),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT outcome_is_known CHECK (outcome = 'unknown' OR outcome = 'nothing'
        OR outcome = 'helped' OR outcome = 'big'),
    CONSTRAINT outcome_on_is_a_date CHECK (outcome_on IS date(outcome_on, '+0 days')),
    CONSTRAINT reported_on_is_a_date
        CHECK (reported_on IS date(reported_on, '+0 days')),
    CONSTRAINT self_interest_is_given CHECK (self_interest = 0 OR direction = 'gave'),
    CONSTRAINT tags_are_words CHECK (tags = trim(tags) AND instr(tags, '  ') = 0),
    CONSTRAINT thanks_are_for_gets CHECK (thanked_on IS NULL OR direction = 'got'),
    CONSTRAINT thanked_on_is_a_date CHECK (thanked_on IS date(thanked_on, '+0 days')),
    CONSTRAINT landed_is_a_flag CHECK (landed IN (0, 1)),
    CONSTRAINT other_person_is_another CHECK (other_person_id <> person_id),
    CONSTRAINT self_interest_is_a_flag CHECK (self_interest IN (0, 1)),
    CONSTRAINT weight_in_range CHECK (weight > 0 AND weight <= 1000),
    FOREIGN KEY(idea_id) REFERENCES idea (id) ON DELETE SET NULL,
    FOREIGN KEY(interaction_id, person_id, date) REFERENCES attendance (interaction_id, person_id, date)
        ON DELETE CASCADE ON UPDATE CASCADE,
    FOREIGN KEY(other_person_id) REFERENCES person (id) ON DELETE SET NULL,
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_exchange_day ON exchange (day);
CREATE INDEX ix_exchange_idea_id ON exchange (idea_id) WHERE idea_id IS NOT NULL;
CREATE INDEX ix_exchange_interaction
    ON exchange (interaction_id, person_id, date) WHERE interaction_id IS NOT NULL;
CREATE INDEX ix_exchange_other_person_id
    ON exchange (other_person_id) WHERE other_person_id IS NOT NULL;
CREATE INDEX ix_exchange_person_day ON exchange (person_id, day, self_interest);
CREATE INDEX ix_exchange_sums
    ON exchange (person_id, direction, category, self_interest, day, weight);
CREATE INDEX ix_exchange_unthanked ON exchange (day, person_id) WHERE direction = 'got'
    AND thanked_on IS NULL AND (weight >= 4 OR category = 'introductions');
CREATE INDEX ix_exchange_introduced
    ON exchange (person_id, day, reported_on) WHERE direction = 'got'
    AND category = 'introductions';

CREATE TABLE signal (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    date DATE NOT NULL,
    note VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT date_is_a_date CHECK (date IS date(date, '+0 days')),
    CONSTRAINT kind_is_known CHECK (kind = 'reached-out' OR kind = 'asked-advice'
        OR kind = 'introduced-me' OR kind = 'spoke-well' OR kind = 'invested-more'
        OR kind = 'replied-promptly' OR kind = 'accepted-meeting' OR kind = 'invited-me'
        OR kind = 'told-me-mistake' OR kind = 'value-recognised'
        OR kind = 'offered-help' OR kind = 'joint-work'),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_signal_person_id ON signal (person_id);

CREATE TABLE phase_change (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    phase INTEGER NOT NULL,
    date DATE NOT NULL,
    reason VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT date_is_a_date CHECK (date IS date(date, '+0 days')),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT phase_is_known CHECK (phase BETWEEN 1 AND 5),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_phase_change_person_id ON phase_change (person_id);

CREATE TABLE need (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    seeking VARCHAR DEFAULT 'need' NOT NULL,
    tags VARCHAR DEFAULT '' NOT NULL,
    category VARCHAR,
    urgency VARCHAR DEFAULT 'normal' NOT NULL,
    noted_on DATE NOT NULL,
    met_on DATE,
    met_by_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT category_is_known CHECK (category = 'knowledge' OR category = 'advice'
        OR category = 'introductions' OR category = 'opportunities'
        OR category = 'recognition'),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT met_on_is_a_date CHECK (met_on IS date(met_on, '+0 days')),
    CONSTRAINT noted_on_is_a_date CHECK (noted_on IS date(noted_on, '+0 days')),
    CONSTRAINT seeking_is_known CHECK (seeking = 'need' OR seeking = 'interest'),
    CONSTRAINT tags_are_words CHECK (tags = trim(tags) AND instr(tags, '  ') = 0),
    CONSTRAINT text_is_not_blank CHECK (trim(text) <> '' AND length(text) <= 10000),
    CONSTRAINT urgency_is_known CHECK (urgency = 'low' OR urgency = 'normal'
        OR urgency = 'high'),
    FOREIGN KEY(met_by_id) REFERENCES exchange (id) ON DELETE SET NULL,
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_need_met_by_id ON need (met_by_id);
CREATE INDEX ix_need_person_id ON need (person_id);

CREATE TABLE offer (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    tags VARCHAR DEFAULT '' NOT NULL,
    category VARCHAR,
    angle VARCHAR,
    noted_on DATE CONSTRAINT noted_on_is_a_date CHECK (noted_on IS date(noted_on, '+0 days')),
    PRIMARY KEY (id),
    CONSTRAINT angle_is_known CHECK (angle = 'generational' OR angle = 'technical'
        OR angle = 'market' OR angle = 'cultural' OR angle = 'cross-industry'),
    CONSTRAINT category_is_known CHECK (category = 'knowledge' OR category = 'advice'
        OR category = 'introductions' OR category = 'opportunities'
        OR category = 'recognition'),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT tags_are_words CHECK (tags = trim(tags) AND instr(tags, '  ') = 0),
    CONSTRAINT text_is_not_blank CHECK (trim(text) <> '' AND length(text) <= 10000),
    UNIQUE (uid)
);

CREATE TABLE opportunity (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    tags VARCHAR DEFAULT '' NOT NULL,
    category VARCHAR,
    expires_on DATE,
    noted_on DATE CONSTRAINT noted_on_is_a_date CHECK (noted_on IS date(noted_on, '+0 days')),
    PRIMARY KEY (id),
    CONSTRAINT category_is_known CHECK (category = 'knowledge' OR category = 'advice'
        OR category = 'introductions' OR category = 'opportunities'
        OR category = 'recognition'),
    CONSTRAINT expires_on_is_a_date CHECK (expires_on IS date(expires_on, '+0 days')),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT tags_are_words CHECK (tags = trim(tags) AND instr(tags, '  ') = 0),
    CONSTRAINT text_is_not_blank CHECK (trim(text) <> '' AND length(text) <= 10000),
    UNIQUE (uid)
);

CREATE TABLE promise (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    "by" VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    wording VARCHAR DEFAULT 'promise' NOT NULL,
    made_on DATE NOT NULL,
    due_on DATE,
    closing VARCHAR,
    closed_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT by_is_known CHECK (by = 'me' OR by = 'them'),
    CONSTRAINT closed_on_is_a_date CHECK (closed_on IS date(closed_on, '+0 days')),
    CONSTRAINT closing_is_known CHECK (closing = 'kept' OR closing = 'told'
        OR closing = 'late' OR closing = 'dropped' OR closing = 'released'),
    CONSTRAINT due_on_is_a_date CHECK (due_on IS date(due_on, '+0 days')),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT made_on_is_a_date CHECK (made_on IS date(made_on, '+0 days')),
    CONSTRAINT what_is_not_blank CHECK (trim(what) <> '' AND length(what) <= 10000),
    CONSTRAINT wording_is_known CHECK (wording = 'try' OR wording = 'promise'),
    CONSTRAINT closing_has_a_date CHECK ((closing IS NULL) = (closed_on IS NULL)),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_promise_person_id ON promise (person_id);

CREATE TABLE promise_update (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    promise_id INTEGER NOT NULL,
    date DATE NOT NULL,
    note VARCHAR DEFAULT '' NOT NULL,
    CONSTRAINT date_is_a_date CHECK (date IS date(date, '+0 days')),
    FOREIGN KEY(promise_id) REFERENCES promise (id) ON DELETE CASCADE
);
CREATE INDEX ix_promise_update_promise_id ON promise_update (promise_id);

CREATE TABLE ask (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    asked_on DATE NOT NULL,
    respond_by DATE,
    easy VARCHAR DEFAULT '' NOT NULL,
    answer VARCHAR DEFAULT 'open' NOT NULL,
    answered_on DATE,
    thanked_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT answer_is_known CHECK (answer = 'open' OR answer = 'yes' OR answer = 'no'
        OR answer = 'none'),
    CONSTRAINT answered_on_is_a_date
        CHECK (answered_on IS date(answered_on, '+0 days')),
    CONSTRAINT asked_on_is_a_date CHECK (asked_on IS date(asked_on, '+0 days')),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT respond_by_is_a_date CHECK (respond_by IS date(respond_by, '+0 days')),
    CONSTRAINT thanked_on_is_a_date CHECK (thanked_on IS date(thanked_on, '+0 days')),
    CONSTRAINT what_is_not_blank CHECK (trim(what) <> '' AND length(what) <= 10000),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_ask_person_id ON ask (person_id);

CREATE TABLE incident (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    "by" VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    date DATE NOT NULL,
    severity VARCHAR DEFAULT 'minor' NOT NULL,
    repaired_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT by_is_known CHECK (by = 'me' OR by = 'them'),
    CONSTRAINT date_is_a_date CHECK (date IS date(date, '+0 days')),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT repaired_on_is_a_date
        CHECK (repaired_on IS date(repaired_on, '+0 days')),
    CONSTRAINT severity_is_known CHECK (severity = 'minor' OR severity = 'major'),
    CONSTRAINT what_is_not_blank CHECK (trim(what) <> '' AND length(what) <= 10000),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_incident_person_id ON incident (person_id);

CREATE TABLE idea (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    category VARCHAR,
    size VARCHAR DEFAULT 'medium' NOT NULL,
    noted_on DATE CONSTRAINT noted_on_is_a_date CHECK (noted_on IS date(noted_on, '+0 days')),
    PRIMARY KEY (id),
    CONSTRAINT category_is_known CHECK (category = 'knowledge' OR category = 'advice'
        OR category = 'introductions' OR category = 'opportunities'
        OR category = 'recognition'),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT size_is_known CHECK (size = 'small' OR size = 'medium'
        OR size = 'large'),
    CONSTRAINT text_is_not_blank CHECK (trim(text) <> '' AND length(text) <= 10000),
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_idea_person_id ON idea (person_id);

CREATE TABLE introduction (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    other_person_id INTEGER NOT NULL,
    noted_on DATE NOT NULL,
    intro_for VARCHAR DEFAULT 'both' NOT NULL,
    state VARCHAR DEFAULT 'idea' NOT NULL,
    text VARCHAR DEFAULT '' NOT NULL,
    need_id INTEGER,
    exchange_id INTEGER,
    person_agreed BOOLEAN DEFAULT 0 NOT NULL,
    other_agreed BOOLEAN DEFAULT 0 NOT NULL,
    asked_on DATE,
    agreed_on DATE,
    closed_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT closing_has_a_date CHECK ((state = 'made'
        OR state = 'dropped') = (closed_on IS NOT NULL)),
    CONSTRAINT agreed_on_is_a_date CHECK (agreed_on IS date(agreed_on, '+0 days')),
    CONSTRAINT asked_on_is_a_date CHECK (asked_on IS date(asked_on, '+0 days')),
    CONSTRAINT closed_on_is_a_date CHECK (closed_on IS date(closed_on, '+0 days')),
    CONSTRAINT intro_for_is_known CHECK (intro_for = 'person' OR intro_for = 'other'
        OR intro_for = 'both'),
    CONSTRAINT noted_on_is_a_date CHECK (noted_on IS date(noted_on, '+0 days')),
    CONSTRAINT other_agreed_is_a_flag CHECK (other_agreed IN (0, 1)),
    CONSTRAINT other_person_is_another CHECK (other_person_id <> person_id),
    CONSTRAINT person_agreed_is_a_flag CHECK (person_agreed IN (0, 1)),
    CONSTRAINT state_is_known CHECK (state = 'idea' OR state = 'asked'
        OR state = 'agreed' OR state = 'made' OR state = 'dropped'),
    CONSTRAINT uid_is_hex
        CHECK (uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    FOREIGN KEY(exchange_id) REFERENCES exchange (id) ON DELETE SET NULL,
    FOREIGN KEY(need_id) REFERENCES need (id) ON DELETE SET NULL,
    FOREIGN KEY(other_person_id) REFERENCES person (id) ON DELETE CASCADE,
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (uid)
);
CREATE INDEX ix_introduction_person_id ON introduction (person_id);
CREATE INDEX ix_introduction_other_person_id ON introduction (other_person_id);
CREATE INDEX ix_introduction_need_id ON introduction (need_id) WHERE need_id IS NOT NULL;
CREATE INDEX ix_introduction_exchange_id
    ON introduction (exchange_id) WHERE exchange_id IS NOT NULL;

CREATE TABLE tombstone (
    uid VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    into_uid VARCHAR,
    PRIMARY KEY (uid)
);

CREATE TABLE aside (
    uid VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    operation_id INTEGER NOT NULL,
    PRIMARY KEY (uid)
);
