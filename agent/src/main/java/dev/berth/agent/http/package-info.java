/** A service as an agent calls it. What is asked of it, and what the answers mean, is not known here. */
package dev.berth.agent.http;
