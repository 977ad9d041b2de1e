package dev.berth.auditor;

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

/**
 * Reads a list by HTTP, page by page as nova's API has it. Of a link to the next page the query is taken alone, so that
 * the token goes nowhere but to the URL that was given. For one thread.
 */
public final class LivePages {
    /** Servers came with ids from cells that are down in 2.69, migrations with uuids and pages in 2.59. */
    static final String NOVA_VERSION = "compute 2.69";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int PAGES_MAX = 100_000;

    private final HttpClient client;
    private final Optional<String> token;

    /** @param token what to send as X-Auth-Token */
    public LivePages(HttpClient client, Optional<String> token) {
        this.client = client;
        this.token = token;
    }

    LiveDocument read(URI url) {
        LiveIds all = new LiveIds();
        Set<String> queries = new HashSet<>();
        URI at = url;
        while (true) {
            LiveDocument page = page(at);
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

    private LiveDocument page(URI url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(TIMEOUT)
                .header("accept", "application/json, text/plain")
                .header("openstack-api-version", NOVA_VERSION);
        token.ifPresent(given -> request.header("x-auth-token", given));
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new LiveListException("expected the answer 200 but got " + answer.statusCode());
                }
                return LiveDocument.read(body);
            }
        } catch (LiveListException e) {
            throw new LiveListException(url + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LiveListException(url + ": it cannot be read: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LiveListException(url + ": interrupted while it was read", e);
        }
    }
}
