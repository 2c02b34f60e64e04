package io.stepcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry as any HTTP client sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryHttpTest {

    private static final String TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String BODY = "{\"schema\":\"\\\"string\\\"\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final EmbeddedBroker broker;
    private final DevelopmentRegistry registry;

    RegistryHttpTest(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
        registry = DevelopmentRegistry.start(broker.bootstrapServers(), 0);
    }

    @AfterAll
    void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void answersHaveConfluentsTypeAndFields() throws Exception {
        HttpResponse<String> root = send("GET", "/", "");
        assertThat(root.statusCode()).isEqualTo(200);
        assertThat(root.headers().firstValue("Content-Type")).contains(TYPE);
        assertThat(root.body()).isEqualTo("{}");
        String id = send("POST", "/subjects/fields/versions", BODY).body();
        assertThat(id).matches("\\{\"id\":\\d+}");
        String number = id.replaceAll("\\D", "");
        assertThat(send("GET", "/subjects/fields/versions/latest", "").body())
                .isEqualTo(
                        "{\"subject\":\"fields\",\"version\":1,\"id\":" + number + ",\"schema\":\"\\\"string\\\"\"}");
        assertThat(send("POST", "/subjects/fields?normalize=true&deleted=false", BODY)
                        .body())
                .isEqualTo(
                        "{\"subject\":\"fields\",\"version\":1,\"id\":" + number + ",\"schema\":\"\\\"string\\\"\"}");
        assertThat(send("GET", "/schemas/ids/" + number, "").body()).isEqualTo("{\"schema\":\"\\\"string\\\"\"}");
        assertThat(send("GET", "/schemas/ids/" + number + "/schema", "").body()).isEqualTo("\"string\"");
        assertThat(send("GET", "/schemas/ids/" + number + "/versions", "").body())
                .isEqualTo("[{\"subject\":\"fields\",\"version\":1}]");
        assertThat(send("POST", "/compatibility/subjects/fields/versions/latest", BODY)
                        .body())
                .isEqualTo("{\"is_compatible\":true}");
        assertThat(send("POST", "/compatibility/subjects/fields/versions?verbose=true", BODY)
                        .body())
                .isEqualTo("{\"is_compatible\":true,\"messages\":[]}");
        assertThat(send("GET", "/config", "").body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(send("PUT", "/config/fields", "{\"compatibility\":\"full\"}").body())
                .isEqualTo("{\"compatibility\":\"FULL\"}");
        assertThat(send("GET", "/mode/fields?defaultToGlobal=true", "").body()).isEqualTo("{\"mode\":\"READWRITE\"}");
        assertThat(send("DELETE", "/subjects/fields/versions/latest", "").body())
                .isEqualTo("1");
        assertThat(send("DELETE", "/subjects/fields?permanent=true", "").body()).isEqualTo("[1]");
    }

    @Test
    void aRefusalHasACodeAndASentence() throws Exception {
        HttpResponse<String> answer = send("GET", "/subjects/nobody/versions/latest", "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains(TYPE);
        assertThat(answer.body()).isEqualTo("{\"error_code\":40401,\"message\":\"Subject 'nobody' not found.\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /nothing                            |                                       | 404 | 404",
                "GET    | /subjects/s/versions/1/x            |                                       | 404 | 404",
                "GET    | /schemas/ids/x                      |                                       | 404 | 404",
                "PUT    | /subjects                           | {}                                    | 405 | 405",
                "PATCH  | /config                             | {}                                    | 405 | 405",
                "POST   | /subjects/s/versions                |                                       | 422 | 422",
                "POST   | /subjects/s/versions                | null                                  | 422 | 422",
                "POST   | /subjects/s/versions                | {not json                             | 400 | 400",
                "POST   | /subjects/s/versions                | [1]                                   | 422 | 422",
                "POST   | /subjects/s/versions                | {\"schema\":{\"type\":\"int\"}}       | 422 | 422",
                "POST   | /subjects/s/versions                | {}                                    | 422 | 42201",
                "POST   | /subjects/s/versions                | {\"schema\":\"{\"}                    | 422 | 42201",
                "POST   | /subjects/s/versions                | {\"schema\":\"x\",\"schemaType\":\"JSON\"} | 422 | 42201",
                "POST   | /subjects/s/versions                | {\"schema\":\"x\",\"references\":[{\"name\":\"a\"}]} | 422 | 42201",
                "POST   | /subjects//versions                 | {\"schema\":\"\\\"int\\\"\"}          | 422 | 42208",
                "GET    | /subjects/s/versions/newest         |                                       | 422 | 42202",
                "PUT    | /config                             | {}                                    | 422 | 42203",
                "PUT    | /mode                               | {\"mode\":\"IMPORT\"}                 | 422 | 42204",
            })
    void badRequestsAreRefused(String method, String path, String body, int status, int code) throws Exception {
        HttpResponse<String> answer = send(method, path, body == null ? "" : body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body())
                .startsWith("{\"error_code\":" + code + ",\"message\":\"")
                .endsWith(".\"}");
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws Exception {
        assertThat(send("PUT", "/subjects/s/versions", "{}").headers().firstValue("Allow"))
                .contains("GET, POST");
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        HttpResponse<String> answer = send("POST", "/subjects/large/versions", " ".repeat((1 << 20) + 1));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("at most 1048576 bytes");
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() throws Exception {
        HttpRequest request = request("POST", "/subjects/s/versions", BODY)
                .setHeader("Content-Type", "text/plain")
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
    }

    @Test
    void whoeverWantsPlainJsonGetsIt() throws Exception {
        HttpRequest request = request("GET", "/subjects", "")
                .setHeader("Accept", "application/json")
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                        .headers()
                        .firstValue("Content-Type"))
                .contains("application/json");
    }

    @Test
    void subjectsArePercentEncodedUtf8() throws Exception {
        send("POST", "/subjects/caf%C3%A9%2Fnoir+1%20x/versions", "{\"schema\":\"\\\"long\\\"\"}");
        assertThat(send("GET", "/subjects?subjectPrefix=caf%C3%A9", "").body()).isEqualTo("[\"café/noir+1 x\"]");
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(registry.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .setHeader("Content-Type", TYPE);
    }
}
