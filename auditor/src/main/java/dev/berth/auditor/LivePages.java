package dev.berth.auditor;

import com.google.common.base.Throwables;
import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a list by HTTP, page by page as nova's API has it. Of a link to the next page the query is taken alone, so that
 * the token goes nowhere but to the URL that was given. For one thread.
 */
public final class LivePages {
    /** Servers came with ids from cells that are down in 2.69, migrations with uuids and pages in 2.59. */
    static final String NOVA_VERSION = "compute 2.69";

    private static final int UNAUTHORIZED = 401;

    private static final int PAGES_MAX = 100_000;

    private final HttpClient client;
    private final Optional<String> token;
    private final Bounds bounds;

    /**
     * How long a list may take and be.
     *
     * @param page how long a page may take, up to its last byte
     * @param list how long all pages together may take
     * @param bytes how many bytes all pages together may have
     */
    record Bounds(Duration page, Duration list, long bytes) {
        static final Bounds DEFAULT = new Bounds(Duration.ofMinutes(2), Duration.ofHours(1), LimitedStream.BYTES_MAX);
    }

    /** @param token what to send as X-Auth-Token */
    public LivePages(HttpClient client, Optional<String> token) {
        this(client, token, Bounds.DEFAULT);
    }

    LivePages(HttpClient client, Optional<String> token, Bounds bounds) {
        this.client = client;
        this.token = token;
        this.bounds = bounds;
    }

    LiveDocument read(URI url) {
        // A request's own timeout ends with the headers, so another thread reads and this one waits so long for it.
        ExecutorService reader = Executors.newSingleThreadExecutor(LivePages::daemon);
        try {
            return read(url, reader);
        } finally {
            reader.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "berth-live-pages");
        thread.setDaemon(true);
        return thread;
    }

    private LiveDocument read(URI url, ExecutorService reader) {
        long endNs = System.nanoTime() + bounds.list().toNanos();
        long bytes = 0;
        LiveIds all = new LiveIds();
        Set<String> queries = new HashSet<>();
        URI at = url;
        while (true) {
            Page read = await(at, bounds.bytes() - bytes, endNs, reader);
            bytes += read.bytes();
            LiveDocument page = read.document();
            all.addAll(page.ids());
            if (page.next().isEmpty()) {
                return new LiveDocument(all, page.isEmptyOnPurpose(), Optional.empty());
            }
            String query = query(at, page.next().get());
            if (!queries.add(query) || queries.size() > PAGES_MAX) {
                throw new LiveListException(at + ": expected an end of its pages but it links to ?" + query + " again");
            }
            at = withQuery(url, query);
        }
    }

    private static String query(URI at, String link) {
        try {
            String query = URI.create(link).getRawQuery();
            if (query != null) {
                return query;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as a link without a query is.
        }
        throw new LiveListException(at + ": expected a link to the next page with a query but got another");
    }

    private static URI withQuery(URI url, String query) {
        String text = url.toString();
        int end = text.indexOf('?');
        return URI.create((end < 0 ? text : text.substring(0, end)) + "?" + query);
    }

    /** @param bytes how many it took */
    private record Page(LiveDocument document, long bytes) {}

    private Page await(URI url, long bytesMax, long endNs, ExecutorService reader) {
        Future<Page> page = reader.submit(() -> page(url, bytesMax));
        long leftNs = Math.min(bounds.page().toNanos(), endNs - System.nanoTime());
        try {
            return page.get(leftNs, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            page.cancel(true);
            throw new LiveListException(
                    url + ": expected the whole page within " + text(bounds.page()) + ", and all pages of the list"
                            + " within " + text(bounds.list()) + ", but it took longer",
                    e);
        } catch (ExecutionException e) {
            Throwables.throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            page.cancel(true);
            Thread.currentThread().interrupt();
            throw new LiveListException(url + ": interrupted while it was read", e);
        }
    }

    private static String text(Duration time) {
        return time.toSeconds() + " s";
    }

    private String hint(int status) {
        if (status != UNAUTHORIZED) {
            return "";
        }
        return token.isPresent()
                ? "; the token in OS_TOKEN is not known there, or is not valid any more"
                : "; a token for it is taken from OS_TOKEN in the environment";
    }

    private Page page(URI url, long bytesMax) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .header("accept", "application/json, text/plain")
                .header("openstack-api-version", NOVA_VERSION);
        token.ifPresent(given -> request.header("x-auth-token", given));
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (LimitedStream body = new LimitedStream(answer.body(), bytesMax)) {
                if (answer.statusCode() != 200) {
                    throw new LiveListException(
                            "expected the answer 200 but got " + answer.statusCode() + hint(answer.statusCode()));
                }
                LiveDocument document = LiveDocument.read(body);
                return new Page(document, body.count());
            }
        } catch (LiveListException e) {
            throw new LiveListException(url + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LiveListException(url + ": it cannot be read: " + FailureWords.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LiveListException(url + ": interrupted while it was read", e);
        }
    }
}
