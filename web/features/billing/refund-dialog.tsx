import { useState } from 'react'
import { PaymentMethod, refundPayment } from '#contract/billing'
import { useNow } from '#web/app/clock.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { MoneyField } from '#web/ui/money-field.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { readAmount, writeAmount, type AmountProblem } from './amounts.ts'
import type { PaymentRow } from './payments-table.tsx'
import { afterMoneyMoved } from './refresh.ts'

/** Gives back what no invoice has used. */
export function RefundDialog({ payment, onClose }: { payment: PaymentRow | null; onClose: () => void }) {
  const { t } = useI18n()
  return (
    <Dialog open={payment !== null} onClose={onClose} title={t('billing.refund_title')} closeLabel={t('common.close')}>
      {payment && <RefundForm payment={payment} onDone={onClose} />}
    </Dialog>
  )
}

function RefundForm({ payment, onDone }: { payment: PaymentRow; onDone: () => void }) {
  const { t, formatMoney } = useI18n()
  const { organisation } = useMember()
  const toast = useToast()
  const today = useNow().toZonedDateTimeISO(organisation.zone).toPlainDate()
  const [problem, setProblem] = useState<AmountProblem | 'billing.more_than_left' | null>(null)
  const refund = useAction(refundPayment, { refresh: afterMoneyMoved })
  const { left } = payment

  function submit(data: FormData) {
    const answer = readAmount(textIn(data, 'amount'), left.currency)
    if ('problem' in answer) return setProblem(answer.problem)
    if (answer.money.amount > left.amount) return setProblem('billing.more_than_left')
    setProblem(null)
    refund.run(
      {
        paymentId: payment.id,
        amount: answer.money.amount,
        method: PaymentMethod.parse(textIn(data, 'method')),
        refundedOn: Temporal.PlainDate.from(textIn(data, 'refundedOn') || today),
        reason: textIn(data, 'reason'),
      },
      {
        onSuccess: () => {
          toast({ message: t('billing.refunded', { amount: formatMoney(answer.money) }) })
          onDone()
        },
      },
    )
  }

  return (
    <Form error={refund.error} onSubmit={submit}>
      <Text>{t('billing.refund_left', { left: formatMoney(left) })}</Text>
      <MoneyField
        label={t('billing.amount')}
        name="amount"
        currency={left.currency}
        defaultValue={writeAmount(left)}
        error={problem === null ? undefined : t(problem)}
        onInput={() => setProblem(null)}
      />
      <FieldRow>
        <SelectField
          label={t('billing.method')}
          name="method"
          defaultValue={payment.method}
          options={PaymentMethod.options.map((value) => ({ value, label: t(`billing.method_${value}`) }))}
        />
        <DateField
          label={t('billing.refunded_on')}
          name="refundedOn"
          defaultValue={today.toString()}
          max={today.toString()}
        />
      </FieldRow>
      <TextField label={t('billing.reason')} name="reason" maxLength={500} />
      <FormActions>
        <SubmitButton pending={refund.isPending}>{t('billing.refund')}</SubmitButton>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}
