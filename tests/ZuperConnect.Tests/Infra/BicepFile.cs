using System.Text.Json;

namespace ZuperConnect.Tests.Infra;

/// <summary>The content of a Bicep file, parsed by <c>tests/infra/bicep.mjs</c>. Errors contain the file and line.</summary>
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

/// <summary>A parameter. It is required if it has no default. The value of a secure one is not logged.</summary>
public sealed record BicepParameter(string Name, bool IsRequired, bool IsSecure);

public sealed record BicepOutput(string Name, JsonElement Value);

/// <summary>A reference to another file.</summary>
public sealed record BicepModule(string Name, string Path, IReadOnlyList<string> Parameters);

/// <summary>A reference to an output of another file.</summary>
public sealed record BicepModuleOutput(string Module, string Output);

/// <summary>A resource, or one of those that a loop creates. The type has no version.</summary>
public sealed record BicepResource(string Name, string Type, bool Existing, JsonElement Body)
{
    /// <summary>A value, by the names of its path.</summary>
    public JsonElement this[params string[] path] => path.Aggregate(Body, (value, name) => value.GetProperty(name));

    /// <summary>The name of the resource.</summary>
    public string AzureName => this["name"].GetString()!;
}
