package io.stepcast.embedded;

/** Versions of one record, in Avro's JSON. */
final class Schemas {

    static final String ONE_FIELD = record("{\"name\":\"a\",\"type\":\"string\"}");
    /** Compatible with {@link #ONE_FIELD} both ways. */
    static final String WITH_DEFAULT =
            record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"double\",\"default\":0.0}");
    /** Old readers can read it, but it can't read what was written with {@link #ONE_FIELD}. */
    static final String WITHOUT_DEFAULT =
            record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"c\",\"type\":\"double\"}");
    /** Compatible with none of them. */
    static final String OTHER_TYPE = record("{\"name\":\"a\",\"type\":\"int\"}");

    private Schemas() {}

    /** A schema like no other. */
    static String distinct(String name) {
        return "{\"type\":\"fixed\",\"name\":\"" + name + "\",\"size\":4}";
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"Reading\",\"namespace\":\"test\",\"fields\":[" + fields + "]}";
    }
}
