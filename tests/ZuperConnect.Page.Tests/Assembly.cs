using Xunit.Sdk;
using Xunit.v3;
using ZuperConnect.Page.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

// Two tests at a time in one browser: each mostly waits, and the machine may be small.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 2)]
