package dev.berth.cli.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.berth.api.candidate.NamedShape;
import dev.berth.api.command.NewRegions;
import dev.berth.api.http.ApiConfig;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.cli.debug.ProcessFacts;
import dev.berth.events.log.KafkaConnection;
import dev.berth.projector.Address;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a service needs to know.
 *
 * @param kafka where the log is
 * @param registryUrl base URLs of the schema registry, separated by commas
 * @param stateDir where the stores are; one instance, one directory
 * @param instance this instance's name among its peers, the same after a restart
 * @param advertised where peers reach this instance's API; without it, it is taken to be the only instance
 * @param partitions how many a log gets that is not there yet
 * @param replicas how many of each partition a topic gets that is not there yet
 * @param standbys how many other instances keep a warm copy of each partition's stores
 * @param newRegions who makes regions
 * @param api how the API is served
 * @param authentication how the API finds out who calls
 * @param shapes the requests whose capacity is measured
 * @param checkpoint where partitions begin that have no rows and whose log was cut
 * @param traces where traces of requests go; empty for nowhere
 * @param registrySettings of the registry's client, such as its credentials; not for anybody to read
 * @param process what is told of the process, without secrets
 */
public record ServiceSettings(
        KafkaConnection kafka,
        String registryUrl,
        Path stateDir,
        String instance,
        Optional<Address> advertised,
        int partitions,
        int replicas,
        int standbys,
        NewRegions newRegions,
        ApiConfig api,
        AuthenticationMode authentication,
        ImmutableList<NamedShape> shapes,
        Optional<Checkpoint> checkpoint,
        Optional<TraceSettings> traces,
        ImmutableMap<String, String> registrySettings,
        ProcessFacts process) {
    public ServiceSettings withRegistrySettings(ImmutableMap<String, String> others) {
        return with(others, process);
    }

    public ServiceSettings withProcess(ProcessFacts told) {
        return with(registrySettings, told);
    }

    private ServiceSettings with(ImmutableMap<String, String> others, ProcessFacts told) {
        return new ServiceSettings(
                kafka,
                registryUrl,
                stateDir,
                instance,
                advertised,
                partitions,
                replicas,
                standbys,
                newRegions,
                api,
                authentication,
                shapes,
                checkpoint,
                traces,
                others,
                told);
    }
}
