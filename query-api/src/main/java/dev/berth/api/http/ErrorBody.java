package dev.berth.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes problems as Placement does: one error in an {@code errors} list, with a code from API 1.23; or as a page or
 * plain text for who likes that better. The sentence that stands before the detail belongs to the status; clients show
 * them.
 */
final class ErrorBody {
    private static final String COMMENT_BEGIN = "<!--";
    private static final String COMMENT_END = "-->";
    private static final String HTML = "text/html";
    private static final int UNAUTHORIZED = 401;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private ErrorBody() {}

    /** What a problem's answer depends on besides the problem. */
    record Context(
            String method, String contentType, Accept accept, Optional<Microversion> version, String requestId) {}

    static Answer write(Problem problem, Context context) {
        String form = context.accept().preferred(HTML, Answer.JSON).orElse("text/plain");
        return switch (form) {
            case HTML -> page(problem, context);
            case Answer.JSON -> Answer.json(problem.status(), json -> write(json, problem, context));
            default ->
                Answer.text(
                        problem.status(), form + "; charset=UTF-8", heading(problem) + "\n\n" + text(problem, context));
        };
    }

    /** Who does not say who he is is told so before anything of the API is looked at, in a form of its own. */
    private static void write(JsonGenerator json, Problem problem, Context context) throws IOException {
        json.writeStartObject();
        if (problem.status() == UNAUTHORIZED) {
            json.writeStringField("message", sentence(problem.status(), context) + "<br /><br />\n\n\n");
            json.writeStringField("code", heading(problem));
            json.writeStringField("title", title(problem.status()));
        } else {
            json.writeArrayFieldStart("errors");
            writeError(json, problem, context);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeError(JsonGenerator json, Problem problem, Context context) throws IOException {
        json.writeStartObject();
        json.writeNumberField("status", problem.status());
        json.writeStringField("title", title(problem.status()));
        json.writeStringField("detail", text(problem, context));
        if (context.version().map(v -> v.has(Feature.ERROR_CODES)).orElse(false)) {
            json.writeStringField("code", problem.code().toString());
        }
        json.writeStringField("request_id", context.requestId());
        if (problem.status() == NOT_ACCEPTABLE && context.version().isEmpty()) {
            json.writeStringField("max_version", Microversion.MAX.toString());
            json.writeStringField("min_version", Microversion.MIN.toString());
        }
        json.writeEndObject();
    }

    /** Without tags, which a client may have put into a name. */
    private static String text(Problem problem, Context context) {
        String detail = withoutTags(problem.detail().replace('\n', ' ').replace("\r", ""));
        return sentence(problem.status(), context) + "\n\n " + detail + (hasOwnTemplate(problem.status()) ? "" : "  ");
    }

    /** The text without begins and ends of comments, and without whatever stands between angle brackets. */
    static String withoutTags(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        int lastClose = text.lastIndexOf('>');
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '<' && text.startsWith(COMMENT_BEGIN, at)) {
                at += COMMENT_BEGIN.length();
            } else if (c == '-' && text.startsWith(COMMENT_END, at)) {
                at += COMMENT_END.length();
            } else if (c == '<' && lastClose > at) {
                at = text.indexOf('>', at) + 1;
            } else {
                rest.append(c);
                at++;
            }
        }
        return rest.toString();
    }

    private static Answer page(Problem problem, Context context) {
        String heading = heading(problem);
        String ending = hasOwnTemplate(problem.status()) ? "" : "\n\n";
        return Answer.text(
                problem.status(),
                HTML + "; charset=UTF-8",
                "<html>\n <head>\n  <title>" + heading + "</title>\n </head>\n <body>\n  <h1>" + heading + "</h1>\n  "
                        + escaped(sentence(problem.status(), context)) + "<br /><br />\n" + escaped(problem.detail())
                        + ending + "\n </body>\n</html>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;");
    }

    private static boolean hasOwnTemplate(int status) {
        return status == METHOD_NOT_ALLOWED || status == NOT_ACCEPTABLE || status == UNSUPPORTED_MEDIA_TYPE;
    }

    private static String sentence(int status, Context context) {
        return switch (status) {
            case 400 ->
                "The server could not comply with the request since it is either malformed or otherwise incorrect.";
            case UNAUTHORIZED ->
                "This server could not verify that you are authorized to access the document you requested."
                        + " Either you supplied the wrong credentials (e.g., bad password), or your browser does not"
                        + " understand how to supply the credentials required.";
            case 403 -> "Access was denied to this resource.";
            case 404 -> "The resource could not be found.";
            case METHOD_NOT_ALLOWED -> "The method " + context.method() + " is not allowed for this resource. ";
            case NOT_ACCEPTABLE ->
                "The resource could not be generated that was acceptable to your browser (content of type "
                        + context.accept() + ". ";
            case 408 -> "The server has waited too long for the request to be sent by the client.";
            case 409 -> "There was a conflict when trying to complete your request.";
            case 413 -> "The body of your request was too large for this server.";
            case 414 -> "The request line of your request was too long for this server.";
            case 422 -> "The server was unable to process the contained instructions.";
            case 429 -> "The server takes such requests less often.";
            case 431 -> "The headers of your request were too long for this server.";
            case UNSUPPORTED_MEDIA_TYPE ->
                "The request media type " + context.contentType() + " is not supported by this server. ";
            case 501 -> "The server does not know how to do what the request needs.";
            case 503 -> "The server is currently unavailable. Please try again at a later time.";
            default -> "The server has either erred or is incapable of performing the requested operation.";
        };
    }

    private static String heading(Problem problem) {
        return problem.status() + " " + title(problem.status());
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case UNAUTHORIZED -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case METHOD_NOT_ALLOWED -> "Method Not Allowed";
            case NOT_ACCEPTABLE -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Request Entity Too Large";
            case 414 -> "Request-URI Too Long";
            case 422 -> "Unprocessable Entity";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case UNSUPPORTED_MEDIA_TYPE -> "Unsupported Media Type";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
