/**
 * How commands show what they have to tell: tables for people, JSON for programs, and how far they have come. What is
 * shown is for each command to say.
 */
package dev.berth.cli.output;
