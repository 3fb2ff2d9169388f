using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Functions.Conversations;

namespace ZuperConnect.Functions.Tests;

/// <summary>Compares host.json with the existing functions.</summary>
public class HostJsonTests
{
    private static readonly JsonElement Host =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json"))).RootElement;

    private static readonly JsonElement Durable = Host.GetProperty("extensions").GetProperty("durableTask");

    private static readonly JsonElement Levels = Host.GetProperty("logging").GetProperty("logLevel");

    // Instance ids contain phone numbers, and the extension logs them for each run under the name of the function.
    [Fact]
    public void No_id_of_an_entity_or_of_work_is_logged_by_the_host() => Assert.Equal(
        DurableFunctions().Select(name => ($"Function.{name}.User", "Warning")).Order(),
        Levels.EnumerateObject().Where(level => level.Name.StartsWith("Function.", StringComparison.Ordinal))
            .Select(level => (level.Name, level.Value.GetString()!)).Order());

    [Theory]
    [InlineData("controlQueueVisibilityTimeout")]
    [InlineData("workItemQueueVisibilityTimeout")]
    public void Work_in_flight_goes_on_a_minute_after_a_crash(string timeout) =>
        Assert.Equal("00:01:00", Durable.GetProperty("storageProvider").GetProperty(timeout).GetString());

    [Theory]
    [InlineData("maxConcurrentActivityFunctions")]
    [InlineData("maxConcurrentOrchestratorFunctions")]
    [InlineData("maxConcurrentEntityFunctions")]
    public void Each_kind_of_durable_function_has_its_limit(string limit) => Assert.InRange(Durable.GetProperty(limit).GetInt32(), 10, 100);

    private static IEnumerable<string> DurableFunctions() =>
        from type in typeof(ConversationEntity).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetParameters().Any(parameter =>
            parameter.IsDefined(typeof(EntityTriggerAttribute)) || parameter.IsDefined(typeof(OrchestrationTriggerAttribute))
                || parameter.IsDefined(typeof(ActivityTriggerAttribute)))
        select method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
