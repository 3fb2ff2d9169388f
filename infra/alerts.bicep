// What needs a person. Each looks every quarter of an hour: Azure charges an alert by how often it looks.
param suffix string
param location string
param tags object
param email string
param insightsId string
param topicId string

// What Event Grid counts at the provider's topic.
var alertsOnEvents = [
  {
    name: 'deliveries'
    metric: 'DeliveryAttemptFailCount'
    description: 'Event Grid cannot deliver texts and calls to the inbox. It tries again for a day, but callers do not wait. See GET /api/health, and which functions fail.'
    // Now and then an instance stops, and what it was given comes again.
    threshold: 5
    severity: 1
  }
  {
    name: 'dead-letters'
    metric: 'DeadLetteredCount'
    description: 'Event Grid gave up on an event: a text, a call or a recording is missing from the inbox. It waits in the container "deadletters".'
    threshold: 0
    severity: 1
  }
  {
    name: 'dropped'
    metric: 'DroppedEventCount'
    description: 'Event Grid dropped an event, as it could not leave it in the container "deadletters" either: a text, a call or a recording is lost.'
    threshold: 0
    severity: 0
  }
]

var told = empty(email) ? [] : [people.id]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-inbox-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'inbox'
    emailReceivers: [
      { name: 'email', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

resource eventsDoNotArrive 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in alertsOnEvents: {
    name: 'inbox-${alert.name}-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      autoMitigate: true
      evaluationFrequency: 'PT15M'
      windowSize: 'PT15M'
      scopes: [topicId]
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.EventGrid/systemTopics'
            metricName: alert.metric
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: alert.threshold
          }
        ]
      }
      actions: map(told, group => { actionGroupId: group })
    }
  }
]

resource functionsFail 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: 'inbox-failures-${suffix}'
  location: location
  tags: tags
  properties: {
    displayName: 'The inbox fails'
    description: 'Functions failed, other than by refusing what a caller asked for.'
    severity: 2
    enabled: true
    autoMitigate: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    scopes: [insightsId]
    criteria: {
      allOf: [
        {
          query: 'requests | where success == false and not(resultCode startswith "4")'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          // Now and then something is away, and what failed is repeated.
          threshold: 5
        }
      ]
    }
    actions: { actionGroups: told }
  }
}

resource eventsAreUnprocessed 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: 'inbox-unprocessed-${suffix}'
  location: location
  tags: tags
  properties: {
    displayName: 'The inbox could not read an event'
    description: 'An event of the telephony provider could not be read or stored, and is kept as it came: a text, a call or a report may be missing. GET /api/unprocessed lists it, and it can be taken in after an update.'
    severity: 2
    enabled: true
    autoMitigate: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    scopes: [insightsId]
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where name == "inbox.events.unprocessed" and value > 0'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: { actionGroups: told }
  }
}

// The gauges are those of the meter "ZuperConnect". Their exporter sends a value, and neither a least nor a greatest one.
resource workIsNotDone 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: 'inbox-work-${suffix}'
  location: location
  tags: tags
  properties: {
    displayName: 'Work of the inbox is not done'
    description: 'Work was given up, or waits for more than five minutes: a text, a recording, a webhook, a customer to be named or erased. GET /api/work?state=failed lists what was given up.'
    severity: 2
    enabled: true
    autoMitigate: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    scopes: [insightsId]
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where (name == "inbox.work.failed" and value > 0) or (name == "inbox.work.oldest_age" and value > 300)'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: { actionGroups: told }
  }
}
