// Alerts. Each is evaluated every 15 minutes: the price of an alert depends on its frequency.
param suffix string
param location string
param tags object
param email string
param insightsId string

@description('The Event Grid topic of the telephony provider. Empty if the provider does not use Event Grid.')
param topicId string

// Metrics of the Event Grid topic.
var alertsOnEvents = [
  {
    name: 'deliveries'
    metric: 'DeliveryAttemptFailCount'
    description: 'Event Grid cannot deliver texts and calls to the inbox. It retries for a day, but callers do not wait. See GET /api/health, and which functions fail.'
    // An instance that stops causes a few failed deliveries, which are repeated.
    threshold: 5
    severity: 1
  }
  {
    name: 'dead-letters'
    metric: 'DeadLetteredCount'
    description: 'Event Grid gave up on an event: a text, a call or a recording is missing from the inbox. The event is in the container "deadletters".'
    threshold: 0
    severity: 1
  }
  {
    name: 'dropped'
    metric: 'DroppedEventCount'
    description: 'Event Grid dropped an event, because it could not write it to the container "deadletters": a text, a call or a recording is lost.'
    threshold: 0
    severity: 0
  }
]

var recipients = empty(email) ? [] : [people.id]

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
  for alert in alertsOnEvents: if (!empty(topicId)) {
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
      actions: map(recipients, group => { actionGroupId: group })
    }
  }
]

resource functionsFail 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: 'inbox-failures-${suffix}'
  location: location
  tags: tags
  properties: {
    displayName: 'The inbox fails'
    description: 'Functions failed with other errors than 4xx.'
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
          // Short outages of dependencies cause a few failures, which are repeated.
          threshold: 5
        }
      ]
    }
    actions: { actionGroups: recipients }
  }
}

resource eventsAreUnprocessed 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: 'inbox-unprocessed-${suffix}'
  location: location
  tags: tags
  properties: {
    displayName: 'The inbox could not read an event'
    description: 'An event of the telephony provider could not be read or stored, and was stored unchanged: a text, a call or a report may be missing. GET /api/unprocessed lists it, and it can be processed again after an update.'
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
    actions: { actionGroups: recipients }
  }
}

// Gauges of the meter "ZuperConnect". The exporter sends their value, but no minimum or maximum.
resource workIsNotDone 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: 'inbox-work-${suffix}'
  location: location
  tags: tags
  properties: {
    displayName: 'Background work of the inbox is overdue or failed'
    description: 'Background work failed for good, or has been waiting for more than five minutes: a text, a recording, a webhook, the renaming or erasing of a customer. GET /api/work?state=failed lists failed work.'
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
    actions: { actionGroups: recipients }
  }
}
