// Reads a calendar with libical and writes a line for each event, with tabs between
// uid, title, start, end, status, sequence and stamp. Fails on what breaks RFC 5545.
#include <libical/ical.h>
#include <stdio.h>

static void field(const char *text, char end) {
	for (; text != NULL && *text != '\0'; text++) {
		putchar(*text == '\t' || *text == '\n' ? ' ' : *text);
	}
	putchar(end);
}

static void when(struct icaltimetype t) {
	if (icaltime_is_null_time(t)) {
		putchar('\t');
	} else if (icaltime_is_date(t)) {
		printf("%04d-%02d-%02d\t", t.year, t.month, t.day);
	} else {
		t = icaltime_convert_to_zone(t, icaltimezone_get_utc_timezone());
		printf("%04d-%02d-%02dT%02d:%02d:%02dZ\t", t.year, t.month, t.day, t.hour, t.minute, t.second);
	}
}

int main(void) {
	static char text[1 << 20];
	size_t n = fread(text, 1, sizeof text - 1, stdin);
	text[n] = '\0';
	icalcomponent *calendar = icalparser_parse_string(text);
	if (calendar == NULL) {
		fputs("it is no calendar\n", stderr);
		return 1;
	}
	icalrestriction_check(calendar);
	int errors = icalcomponent_count_errors(calendar);
	for (icalcomponent *e = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); e != NULL;
		e = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
		field(icalcomponent_get_uid(e), '\t');
		field(icalcomponent_get_summary(e), '\t');
		when(icalcomponent_get_dtstart(e));
		icalproperty *end = icalcomponent_get_first_property(e, ICAL_DTEND_PROPERTY);
		when(end == NULL ? icaltime_null_time() : icalproperty_get_dtend(end));
		field(icalproperty_status_to_string(icalcomponent_get_status(e)), '\t');
		printf("%d\t", icalcomponent_get_sequence(e));
		when(icalcomponent_get_dtstamp(e));
		putchar('\n');
	}
	if (errors > 0) {
		fprintf(stderr, "%d errors:\n%s\n", errors, icalcomponent_as_ical_string(calendar));
		return 1;
	}
	return 0;
}
