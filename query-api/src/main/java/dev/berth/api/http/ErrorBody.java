package dev.berth.api.http;

import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes problems as Placement does: one error in an {@code errors} list, with a code from API 1.23. The sentences that stand
 * before the detail belong to the status; clients show them.
 */
final class ErrorBody {
    private static final Pattern TAG = Pattern.compile("<!--|-->|<.*?>", Pattern.DOTALL);

    private ErrorBody() {}

    /** What a problem's answer depends on besides the problem. */
    record Context(
            String method,
            String contentType,
            Optional<String> accept,
            Optional<Microversion> version,
            String requestId) {}

    static Answer write(Problem problem, Context context) {
        String detail = TAG.matcher(problem.detail().replace('\n', ' ').replace("\r", ""))
                .replaceAll("");
        String text = sentence(problem.status(), context) + detail + ending(problem.status());
        switch (form(context.accept())) {
            case HTML:
                return html(problem.status(), text);
            case TEXT:
                return Answer.text(
                        problem.status(),
                        "text/plain; charset=UTF-8",
                        problem.status() + " " + title(problem.status()) + "\n\n" + text);
            case JSON:
                return json(problem, text, context);
        }
        throw new IllegalStateException("expected a form but got " + context.accept());
    }

    private enum Form {
        JSON,
        HTML,
        TEXT
    }

    private static Form form(Optional<String> accept) {
        String types = accept.orElse("*/*");
        if (types.contains("text/html")) {
            return Form.HTML;
        }
        return types.contains("application/json") || types.contains("*/*") || types.contains("application/*")
                ? Form.JSON
                : Form.TEXT;
    }

    private static Answer json(Problem problem, String text, Context context) {
        boolean isVersionUnknown = context.version().isEmpty();
        return Answer.json(problem.status(), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("errors");
            json.writeStartObject();
            json.writeNumberField("status", problem.status());
            json.writeStringField("title", title(problem.status()));
            json.writeStringField("detail", text);
            if (context.version().map(v -> v.has(Feature.ERROR_CODES)).orElse(false)) {
                json.writeStringField("code", problem.code().toString());
            }
            json.writeStringField("request_id", context.requestId());
            if (problem.status() == 406 && isVersionUnknown) {
                json.writeStringField("max_version", Microversion.MAX.toString());
                json.writeStringField("min_version", Microversion.MIN.toString());
            }
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static Answer html(int status, String text) {
        String heading = status + " " + title(status);
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\n", "<br />");
        return Answer.text(
                status,
                "text/html; charset=UTF-8",
                "<html>\n <head>\n  <title>" + heading + "</title>\n </head>\n <body>\n  <h1>" + heading + "</h1>\n  "
                        + escaped + "\n </body>\n</html>");
    }

    private static String sentence(int status, Context context) {
        return switch (status) {
            case 400 ->
                "The server could not comply with the request since it is either malformed or otherwise"
                        + " incorrect.\n\n ";
            case 401 ->
                "This server could not verify that you are authorized to access the document you requested."
                        + " Either you supplied the wrong credentials (e.g., bad password), or your browser does not"
                        + " understand how to supply the credentials required.\n\n ";
            case 403 -> "Access was denied to this resource.\n\n ";
            case 404 -> "The resource could not be found.\n\n ";
            case 405 -> "The method " + context.method() + " is not allowed for this resource. \n\n ";
            case 406 ->
                "The resource could not be generated that was acceptable to your browser (content of type "
                        + context.accept().filter(a -> !a.equals("*/*")).orElse(Answer.JSON) + ". \n\n ";
            case 409 -> "There was a conflict when trying to complete your request.\n\n ";
            case 413 -> "The body of your request was too large for this server.\n\n ";
            case 415 -> "The request media type " + context.contentType() + " is not supported by this server. \n\n ";
            case 503 -> "The server is currently unavailable. Please try again at a later time.\n\n ";
            default -> "The server has either erred or is incapable of performing the requested operation.\n\n ";
        };
    }

    private static String ending(int status) {
        return status == 405 || status == 406 || status == 415 ? "" : "  ";
    }

    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 413 -> "Request Entity Too Large";
            case 415 -> "Unsupported Media Type";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
