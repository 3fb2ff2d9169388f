using Xunit.Sdk;
using Xunit.v3;
using ZuperConnect.Page.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

// One browser and one inbox at a time: the machine may be small.
[assembly: Parallelization(Mode = ParallelMode.None)]
