using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Http;
using ZuperConnect.Http;
using ZuperConnect.Twilio.Webhooks;
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

    /// <summary>
    /// The HTTP functions in the order in which the host tries them: by name (its FunctionMetadataManager), whatever the routes are.
    /// </summary>
    private static readonly (string Function, HttpTriggerAttribute Trigger)[] InTheHostsOrder =
    [
        .. from function in Functions
           let trigger = Trigger<HttpTriggerAttribute>(function)
           where trigger is not null
           orderby Name(function).ToUpperInvariant()
           select (Name(function), trigger),
    ];

    private static readonly HttpTriggerAttribute[] Triggers = [.. InTheHostsOrder.Select(function => function.Trigger)];

    public static TheoryData<string, string> AllRoutes => [.. Routes.All.Select(route => (route.Method, route.Template))];

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public void Every_route_has_exactly_one_function(string method, string template) =>
        Assert.Single(Triggers, trigger => trigger.Route == template
            && trigger.Methods!.SequenceEqual(new Route(method, template).Methods, StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void One_more_function_takes_what_no_route_does_one_a_providers_webhooks_and_none_serves_anything_else()
    {
        Assert.Equal(Routes.All.Count + 2, Triggers.Length);
        Assert.Equal(TwilioAddresses.All, Triggers[^2].Route);
        Assert.Equal(Routes.Unknown, Triggers[^1].Route);
    }

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public void No_function_that_the_host_tries_before_takes_a_routes_requests(string method, string template)
    {
        var path = new PathString($"/{template.Replace('{', '.').Replace('}', '.')}");

        Assert.All(new Route(method, template).Methods, asked => Assert.Equal(template, InTheHostsOrder.First(function =>
            function.Trigger.Methods!.Contains(asked, StringComparer.OrdinalIgnoreCase)
            && new TemplateMatcher(TemplateParser.Parse(function.Trigger.Route!), []).TryMatch(path, [])).Trigger.Route));
    }

    [Theory]
    [InlineData("/api/health", 405)]
    [InlineData("/api/nothing", 404)]
    public async Task What_no_route_takes_is_answered_with_a_problem(string path, int status)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        (context.Request.Method, context.Request.Path, context.Response.Body) = ("DELETE", path, new MemoryStream());

        await HealthFunctions.Unknown(context.Request).ExecuteAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal(status is 405 ? "GET, HEAD" : "", context.Response.Headers.Allow.ToString());
    }

    [Fact]
    public void The_host_asks_for_no_key_because_the_inbox_asks_for_a_token() =>
        Assert.All(Triggers, trigger => Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel));

    [Fact]
    public void Every_function_has_a_name_of_its_own() =>
        Assert.Equal(Functions.Length, Functions.Select(Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Event_Grid_finds_the_functions_that_its_subscriptions_name() =>
        Assert.Equal(EventGridReceiver.Functions.Order(),
            Functions.Where(function => Trigger<EventGridTriggerAttribute>(function) is not null).Select(Name).Order());

    private static string Name(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static T? Trigger<T>(MethodInfo function)
        where T : Attribute =>
            function.GetParameters().Select(parameter => parameter.GetCustomAttribute<T>()).SingleOrDefault(found => found is not null);
}
