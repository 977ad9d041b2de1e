package dev.berth.api.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import java.io.IOException;
import java.util.Optional;

/**
 * The body of an answer that tells a problem, as Placement writes it: one error in an {@code errors} list, with a code
 * from API 1.23; or a page or plain text for clients that prefer one. Each status has a sentence that comes before the
 * detail; clients show both. Immutable.
 *
 * @param method of the request
 * @param contentType the media type of what the request sent
 * @param accept the header Accept as it was sent
 * @param version the one that was agreed on; empty if the request was refused before
 */
public record ErrorBody(
        Problem problem,
        String method,
        String contentType,
        String accept,
        Optional<Microversion> version,
        String requestId) {
    private static final String COMMENT_BEGIN = "<!--";
    private static final String COMMENT_END = "-->";
    private static final int UNAUTHORIZED = 401;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    /** As JSON. A 401 comes before anything of the API is looked at, and has a form of its own. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (problem.status() == UNAUTHORIZED) {
            json.writeStringField("message", sentence() + "<br /><br />\n\n\n");
            json.writeStringField("code", heading());
            json.writeStringField("title", title());
        } else {
            json.writeArrayFieldStart("errors");
            writeError(json);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeError(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("status", problem.status());
        json.writeStringField("title", title());
        json.writeStringField("detail", message());
        if (version.map(v -> v.has(Feature.ERROR_CODES)).orElse(false)) {
            json.writeStringField("code", problem.code().toString());
        }
        json.writeStringField("request_id", requestId);
        if (problem.status() == NOT_ACCEPTABLE && version.isEmpty()) {
            json.writeStringField("max_version", Microversion.MAX.toString());
            json.writeStringField("min_version", Microversion.MIN.toString());
        }
        json.writeEndObject();
    }

    /** As plain text. */
    public String text() {
        return heading() + "\n\n" + message();
    }

    /** As a page of HTML. */
    public String page() {
        return "<html>\n <head>\n  <title>" + heading() + "</title>\n </head>\n <body>\n  <h1>" + heading()
                + "</h1>\n  " + escaped(sentence()) + "<br /><br />\n" + escaped(problem.detail())
                + (hasOwnTemplate() ? "" : "\n\n") + "\n </body>\n</html>";
    }

    /** Without tags, which a client may have put into a name. */
    private String message() {
        String detail = withoutTags(problem.detail().replace('\n', ' ').replace("\r", ""));
        return sentence() + "\n\n " + detail + (hasOwnTemplate() ? "" : "  ");
    }

    /** The text without begins and ends of comments, and without whatever is between angle brackets. */
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

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;");
    }

    private boolean hasOwnTemplate() {
        int status = problem.status();
        return status == METHOD_NOT_ALLOWED || status == NOT_ACCEPTABLE || status == UNSUPPORTED_MEDIA_TYPE;
    }

    private String sentence() {
        return switch (problem.status()) {
            case 400 ->
                "The server could not comply with the request since it is either malformed or otherwise incorrect.";
            case UNAUTHORIZED ->
                "This server could not verify that you are authorized to access the document you requested."
                        + " Either you supplied the wrong credentials (e.g., bad password), or your browser does not"
                        + " understand how to supply the credentials required.";
            case 403 -> "Access was denied to this resource.";
            case 404 -> "The resource could not be found.";
            case METHOD_NOT_ALLOWED -> "The method " + method + " is not allowed for this resource. ";
            case NOT_ACCEPTABLE ->
                "The resource could not be generated that was acceptable to your browser (content of type " + accept
                        + ". ";
            case 408 -> "The server has waited too long for the request to be sent by the client.";
            case 409 -> "There was a conflict when trying to complete your request.";
            case 410 -> "What was asked for is not there any more.";
            case 413 -> "The body of your request was too large for this server.";
            case 414 -> "The request line of your request was too long for this server.";
            case 422 -> "The server was unable to process the contained instructions.";
            case 429 -> "Too many requests of this kind; try again later.";
            case 431 -> "The headers of your request were too long for this server.";
            case UNSUPPORTED_MEDIA_TYPE ->
                "The request media type " + contentType + " is not supported by this server. ";
            case 501 -> "The server does not know how to do what the request needs.";
            case 503 -> "The server is currently unavailable. Please try again at a later time.";
            default -> "The server has either erred or is incapable of performing the requested operation.";
        };
    }

    private String heading() {
        return problem.status() + " " + title();
    }

    private String title() {
        return switch (problem.status()) {
            case 400 -> "Bad Request";
            case UNAUTHORIZED -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case METHOD_NOT_ALLOWED -> "Method Not Allowed";
            case NOT_ACCEPTABLE -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
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
