namespace ZuperConnect.Page.Tests;

/// <summary>
/// Tests that start their inbox again at the same address: alone, as another test's inbox could take the port meanwhile.
/// </summary>
[CollectionDefinition(nameof(Restarted), DisableParallelization = true)]
public sealed class Restarted;
