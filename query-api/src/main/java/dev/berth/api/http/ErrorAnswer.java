package dev.berth.api.http;

import dev.berth.api.problem.ErrorBody;

/** Answers with a problem in the form that the client likes best: JSON, a page, or plain text. */
final class ErrorAnswer {
    private static final String HTML = "text/html";

    private ErrorAnswer() {}

    static Answer of(ErrorBody body, Accept accept) {
        int status = body.problem().status();
        String form = accept.preferred(HTML, Answer.JSON).orElse(Answer.TEXT);
        return switch (form) {
            case HTML -> Answer.text(status, HTML + "; charset=UTF-8", body.page());
            case Answer.JSON -> Answer.json(status, body::write);
            default -> Answer.text(status, form + "; charset=UTF-8", body.text());
        };
    }
}
