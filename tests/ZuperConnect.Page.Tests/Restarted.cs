namespace ZuperConnect.Page.Tests;

/// <summary>
/// Tests that restart their inbox at the same address. They do not run in parallel, because another test's inbox could take the port.
/// </summary>
[CollectionDefinition(nameof(Restarted), DisableParallelization = true)]
public sealed class Restarted;
