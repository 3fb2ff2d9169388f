using Xunit.Sdk;
using Xunit.v3;
using ZuperConnect.Page.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

// One browser, and two inboxes at a time: each waits for the other most of the time, and the machine may be small.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 2)]
