/**
 * {@code berth audit}: the commands that read the log again, prove what the service says, and tell what was so and why;
 * and the files by which they prove it. What is found is for {@code dev.berth.auditor} to say.
 */
package dev.berth.cli.audit;
