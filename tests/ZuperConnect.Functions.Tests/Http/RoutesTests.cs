using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Http;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Tests.Http;

public class RoutesTests
{
    private static readonly MethodInfo[] Functions =
    [
        .. typeof(ConversationEntity).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FunctionAttribute))),
    ];

    private static readonly HttpTriggerAttribute[] Triggers = [.. Functions.Select(Trigger<HttpTriggerAttribute>).OfType<HttpTriggerAttribute>()];

    public static TheoryData<string, string> AllRoutes => [.. Routes.All.Select(route => (route.Method, route.Template))];

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public void Every_route_has_exactly_one_function(string method, string template) =>
        Assert.Single(Triggers, trigger => trigger.Route == template && trigger.Methods is [var only] && only.Equals(method, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void No_function_serves_anything_else() => Assert.Equal(Routes.All.Count, Triggers.Length);

    [Fact]
    public void The_host_asks_for_no_key_because_the_inbox_asks_for_a_token() =>
        Assert.All(Triggers, trigger => Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel));

    [Fact]
    public void Every_function_has_a_name_of_its_own() =>
        Assert.Equal(Functions.Length, Functions.Select(Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Event_Grid_finds_the_functions_that_its_subscriptions_name() =>
        Assert.Equal(EventGridInbox.Functions.Order(), Functions.Where(function => Trigger<EventGridTriggerAttribute>(function) is not null).Select(Name).Order());

    private static string Name(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static T? Trigger<T>(MethodInfo function)
        where T : Attribute => function.GetParameters().Select(parameter => parameter.GetCustomAttribute<T>()).SingleOrDefault(found => found is not null);
}
