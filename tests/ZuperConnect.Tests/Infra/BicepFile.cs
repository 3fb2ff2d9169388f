using System.Text.Json;

namespace ZuperConnect.Tests.Infra;

/// <summary>What a Bicep file says, as <c>tests/infra/bicep.mjs</c> reads it; faults with the file's name and line.</summary>
public sealed record BicepFile(
    string Name,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Undeclared,
    IReadOnlyList<string> Unused,
    IReadOnlyList<BicepParameter> Parameters,
    IReadOnlyList<BicepOutput> Outputs,
    IReadOnlyDictionary<string, JsonElement> Variables,
    IReadOnlyList<BicepResource> Resources,
    IReadOnlyList<BicepModule> Modules,
    IReadOnlyList<BicepModuleOutput> ModuleOutputs);

/// <summary>A parameter; one without a default is required.</summary>
public sealed record BicepParameter(string Name, bool IsRequired);

public sealed record BicepOutput(string Name, JsonElement Value);

/// <summary>A use of another file.</summary>
public sealed record BicepModule(string Name, string Path, IReadOnlyList<string> Parameters);

/// <summary>A use of what another file puts out.</summary>
public sealed record BicepModuleOutput(string Module, string Output);

/// <summary>A resource, or one of those that a loop makes; its type without the version.</summary>
public sealed record BicepResource(string Name, string Type, bool Existing, JsonElement Body)
{
    /// <summary>A value in it, by the names on the way.</summary>
    public JsonElement this[params string[] path] => path.Aggregate(Body, (value, name) => value.GetProperty(name));

    /// <summary>The name that Azure knows it by.</summary>
    public string AzureName => this["name"].GetString()!;
}
