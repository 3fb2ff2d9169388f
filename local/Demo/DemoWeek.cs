using ZuperConnect.Numbers;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Demo;

/// <summary>Plays the script with the rules of the inbox, each step at its time.</summary>
internal sealed class DemoWeek(
    DemoHost host, DemoClock clock, NumberStore numbers, TeamStore team, DemoCustomers customers, DemoSteps steps)
{
    private const int DaysBetweenCustomers = 9;

    /// <summary>Plays the week.</summary>
    public async Task PlayAsync(IReadOnlyList<DemoStory> stories, CancellationToken cancellation)
    {
        var end = clock.Now;
        foreach (var number in DemoTeam.Numbers)
        {
            await numbers.AddAsync(number, cancellation);
        }

        await team.AddFirstAsync(DemoTeam.Members, cancellation);
        var saved = stories.Where(story => story.Name is not null).DistinctBy(story => story.Number).ToList();
        foreach (var (index, story) in saved.Index())
        {
            clock.Now = end.AddDays(-DaysBetweenCustomers * (saved.Count - index + 1));
            await customers.SaveAsync(story, cancellation);
        }

        var inOrder = from story in stories
                      from step in story.Steps.Index()
                      orderby step.Item.At
                      select (story, step.Index, step.Item);
        foreach (var (story, index, step) in inOrder)
        {
            clock.Now = step.At;
            await host.WorkAsync(cancellation);
            clock.Now = step.At;
            await steps.PlayAsync(story, step, DemoIds.Of(story, $"{index}"), cancellation);
            await host.WorkAsync(cancellation);
        }

        clock.Now = end;
        await host.WorkAsync(cancellation);
    }
}
