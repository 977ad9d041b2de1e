package dev.berth.api.auth.keystone;

import com.google.common.collect.ImmutableSet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How Keystone is asked about tokens.
 *
 * @param api base URL of its API, with {@code /v3} and without a slash behind it
 * @param publicUrl where callers without a token are told to get one
 * @param user the user as whom the service asks
 * @param caFile certificates of those who may have signed Keystone's; Java's own list without it
 * @param timeout for each request and its answer, with all waiting
 * @param cacheTime for how long an answer is believed without asking again; zero for not at all
 * @param outageTime for how much longer an answer is believed while Keystone does not answer
 * @param serviceRoles one of them makes a service's token one for which a user's token may have expired
 * @param areServiceRolesRequired whether a service's token without any of them is refused
 */
record KeystoneConfig(
        URI api,
        String publicUrl,
        ServiceUser user,
        Optional<Path> caFile,
        Duration timeout,
        Duration cacheTime,
        Duration outageTime,
        ImmutableSet<String> serviceRoles,
        boolean areServiceRolesRequired) {}
