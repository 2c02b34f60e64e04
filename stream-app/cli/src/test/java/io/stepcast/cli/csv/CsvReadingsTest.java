package io.stepcast.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.schema.Reading;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReadingsTest {

    private static final CsvLayout BY_COLUMN = new CsvLayout("at", "place", null, List.of("warm", "wet"));
    private static final CsvLayout ONE_SERIES = new CsvLayout("at", null, "here", List.of("warm"));

    private final List<String> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    private void visit(CsvLayout layout, char delimiter, String csv) throws IOException {
        new CsvReadings(layout, new Timestamps(ZoneOffset.UTC), delimiter)
                .visit(new StringReader(csv), new CsvVisitor() {
                    @Override
                    public void reading(long line, Reading reading) {
                        rows.add(line + " " + reading.getSeries() + " " + reading.getValues());
                        readings.add(reading);
                    }

                    @Override
                    public void problem(String sentence) {
                        problems.add(sentence);
                    }
                });
    }

    @Test
    void columnsAreFoundByTheirNamesAndOthersAreIgnored() throws IOException {
        visit(BY_COLUMN, ',', "wet,other,place,at,warm\n1.5,x,A,2012-01-01,-3\n,y,\"B, b\",2012-01-02, 4e2 \n");

        assertThat(rows).containsExactly("2 A [-3.0, 1.5]", "3 B, b [400.0, null]");
        assertThat(readings.get(0).getTimestamp()).isEqualTo(Instant.parse("2012-01-01T00:00:00Z"));
        assertThat(problems).isEmpty();
    }

    @Test
    void wholeFileCanBeOneSeries() throws IOException {
        visit(ONE_SERIES, ';', "at;warm\n2012-01-01;1\n");

        assertThat(rows).containsExactly("2 here [1.0]");
    }

    @Test
    void emptyCellsAreMissingValues() throws IOException {
        visit(BY_COLUMN, ',', "at,place,warm,wet\n2012-01-01,A,,\n");

        assertThat(readings.get(0).getValues()).isEqualTo(Arrays.asList(null, null));
    }

    @Test
    void byteOrderMarksAreIgnored() throws IOException {
        visit(ONE_SERIES, ',', "\uFEFFat,warm\n2012-01-01,1\n");

        assertThat(rows).hasSize(1);
        assertThat(problems).isEmpty();
    }

    @Test
    void linesAreCountedOverQuotedLineBreaks() throws IOException {
        visit(BY_COLUMN, ',', "at,place,warm,wet\n2012-01-01,\"A\na\",1,2\n2012-01-02,A,1,x\n");

        assertThat(rows).containsExactly("2 A\na [1.0, 2.0]");
        assertThat(problems).containsExactly("line 4, column 'wet': a value must be a number or empty, got 'x'");
    }

    @Test
    void problemsNameLineAndColumnAndReadingGoesOn() throws IOException {
        visit(BY_COLUMN, ',', """
                at,place,warm,wet
                soon,A,1,2
                2012-01-01,,1,2
                2012-01-01,A,NaN,2
                2012-01-01,A,1,1e999
                2012-01-01,A,1
                2012-01-01,A,1,2
                """);

        assertThat(problems)
                .hasSize(5)
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("line 2, column 'at': a timestamp must look like")
                                .endsWith("got 'soon'"),
                        problem -> assertThat(problem)
                                .isEqualTo("line 3, column 'place': the name of a series must not be empty"),
                        problem -> assertThat(problem).startsWith("line 4, column 'warm': a value must be finite"),
                        problem -> assertThat(problem).endsWith("got '1e999'"),
                        problem -> assertThat(problem)
                                .isEqualTo("line 6: the row must have as many cells as the header, got 3"));
        assertThat(rows).containsExactly("7 A [1.0, 2.0]");
    }

    @Test
    void missingColumnsAreAllTold() throws IOException {
        visit(BY_COLUMN, ',', "date,place,warm\n2012-01-01,A,1\n");

        assertThat(problems)
                .containsExactly(
                        "line 1: column 'at' is required, the file has date, place, warm",
                        "line 1: column 'wet' is required, the file has date, place, warm");
        assertThat(rows).isEmpty();
    }

    @Test
    void emptyFilesAndOpenQuotesAreProblems() throws IOException {
        visit(ONE_SERIES, ',', "");
        visit(ONE_SERIES, ',', "at,warm\n2012-01-01,\"1\n");
        visit(ONE_SERIES, ',', "at,at\n");

        assertThat(problems)
                .hasSize(4)
                .contains("line 1: column 'at' is required, the file has none")
                .anySatisfy(problem -> assertThat(problem).startsWith("not CSV: "))
                .anySatisfy(problem -> assertThat(problem).startsWith("line 1: the header can't be used: "));
    }

    @Test
    void inspectionCountsWithoutKeepingEverything() throws IOException {
        CsvInspection inspection = new CsvInspection(1);
        new CsvReadings(BY_COLUMN, new Timestamps(ZoneOffset.UTC), ',').visit(new StringReader("""
                                at,place,warm,wet
                                2012-01-02,A,1,2
                                2012-01-01,A,1,2
                                2012-01-02,A,1,2
                                2012-01-01,B,1,2
                                x,B,1,2
                                y,B,1,2
                                """), inspection);

        assertThat(inspection.readings()).isEqualTo(4);
        assertThat(inspection.seriesCount()).isEqualTo(2);
        assertThat(inspection.outOfOrder()).isEqualTo(2);
        assertThat(inspection.problemCount()).isEqualTo(2);
        assertThat(inspection.problems()).hasSize(1);
    }
}
