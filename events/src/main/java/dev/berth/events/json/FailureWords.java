package dev.berth.events.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.base.Throwables;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a file, a connection or a JSON text could not be read or written, in words for people: Java's own messages often
 * say it by the name of a class alone. Any thread.
 */
public final class FailureWords {
    /** A failure's class, with its package or without, and what separates it from the message behind it. */
    private static final Pattern CLASS =
            Pattern.compile("\\b(?:java|javax|jdk|sun|com|org|io|dev)(?:\\.[a-z_]\\w*)+\\.[A-Z][\\w$]*(?::\\s*)?"
                    + "|\\b[A-Z]\\w*(?:Exception|Error):\\s*");

    /** The setting of Jackson's that a bound of ours comes from. */
    private static final Pattern BOUND = Pattern.compile("\\((\\d+), from `[^`]*`\\)");

    private static final Pattern SOURCE = Pattern.compile("\\[Source: .*?; (line: \\d+, column: \\d+)\\]");

    private FailureWords() {}

    /** The end of a sentence such as "the list cannot be read: it is not there". */
    public static String of(Throwable failure) {
        return failure instanceof JsonProcessingException json
                ? ofJson(json)
                : known(failure)
                        .or(() -> known(Throwables.getRootCause(failure)))
                        .orElseGet(() -> said(failure));
    }

    /** A text of somebody else's without the names of classes. */
    public static String withoutClasses(String text) {
        return CLASS.matcher(text).replaceAll("");
    }

    private static String ofJson(JsonProcessingException failure) {
        JsonLocation at = failure.getLocation();
        return (at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ") + problem(failure);
    }

    /** What is wrong with a JSON text, for whoever says where. */
    public static String problem(JsonProcessingException failure) {
        String problem =
                BOUND.matcher(String.valueOf(failure.getOriginalMessage())).replaceAll("of $1");
        return withoutClasses(SOURCE.matcher(problem).replaceAll("$1"));
    }

    private static Optional<String> known(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return Optional.of("it is not there");
        }
        if (failure instanceof AccessDeniedException) {
            return Optional.of("permission denied");
        }
        if (failure instanceof FileAlreadyExistsException) {
            return Optional.of("it is there already");
        }
        if (failure instanceof NotDirectoryException) {
            return Optional.of("it is no directory");
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return Optional.of("it is not empty");
        }
        if (failure instanceof FileSystemException other && other.getReason() != null) {
            return Optional.of(other.getReason());
        }
        if (failure instanceof CharacterCodingException) {
            return Optional.of("it is no text in UTF-8");
        }
        if (failure instanceof EOFException) {
            return Optional.of("it ends too early");
        }
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return Optional.of("no host has this name");
        }
        if (failure instanceof HttpTimeoutException || failure instanceof SocketTimeoutException) {
            return Optional.of("nothing answers there in time");
        }
        if (failure instanceof ConnectException) {
            boolean isLate = String.valueOf(failure.getMessage()).contains("timed out");
            return Optional.of(
                    Throwables.getRootCause(failure) instanceof UnresolvedAddressException
                            ? "no host has this name"
                            : isLate ? "nothing answers there in time" : "nothing listens there");
        }
        return failure instanceof ClosedChannelException ? Optional.of("the connection was closed") : Optional.empty();
    }

    private static String said(Throwable failure) {
        String message = withoutClasses(String.valueOf(failure.getMessage()));
        boolean isEmpty = failure.getMessage() == null || message.isBlank();
        if (isEmpty) {
            return failure instanceof IOException ? "the connection broke" : "no reason is given";
        }
        return message;
    }
}
