package dev.berth.cli.simulation;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.workload.Limit;
import dev.berth.simulator.workload.OtherClients;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a simulation does.
 *
 * @param url the service's base URL
 * @param clients one round for each number: how many schedulers work at the same time
 * @param limit the end of a round
 * @param warmUp claims made before the first round, which nobody times; 0 for none
 * @param seed what the schedulers ask for
 * @param candidateLimit how many candidates they ask for
 * @param token the token they ask with
 * @param authority the authority of the service's certificate; empty for those that this Java trusts
 */
record SimulationPlan(
        URI url,
        ImmutableList<Integer> clients,
        Limit limit,
        long warmUp,
        long seed,
        int candidateLimit,
        OtherClients otherClients,
        String token,
        Optional<Path> authority) {}
