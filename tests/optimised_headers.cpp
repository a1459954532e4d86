// Has nothing: its target's precompiled header is for the tests that are optimised under
// sanitizers.
